"""Every page that somebody can open: axe finds nothing, the browser complains of nothing."""

import pytest
from django.test import Client

from councilgov.access import Role
from tests import given
from tests.addresses import FORBIDDEN, NOT_FOUND, TABLE, address
from tests.browser import expect_errors, no_axe_violations, no_sideways_scroll
from tests.walks.markup import last_form, tree
from tests.walks.own import ANSWERER, ASKER, LEAVER, LISTED, OWNER, TOLD, UNSAFE, whose
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
FILES = {
    "branding",
    "calendar_feed",
    "breaches:pack_text",
    "healthz",
    "readyz",
    "ledger:heads_text",
    "ledger:key_text",
    "ledger:heads_json",
    "ledger:checker",
    "policies:certificate",
    "devices:receipt",
    "devices:recall_one",
    "devices:recall_receipt",
    "devices:return_receipt",
    "policies:original_file",
    "imports:template",
    "imports:how_far",
    "devices:label_sheets",
    "devices:enrolment_receipt",
    "breaches:incident_file",
    "breaches:safety_file",
    "offboarding:certificate",
    "offboarding:letter",
}
PAGES = {name: row for name, row in TABLE.items() if row.method == "get" and name not in FILES}
PUBLIC = [name for name, row in PAGES.items() if row.is_public]
WHO = [Role.COUNCILLOR, Role.MONITORING_OFFICER, Role.MEMBERS_SERVICES, Role.ICT_DESK]
CONFLICT = 409
FORMS = {
    "account_login": None,
    "search": Role.COUNCILLOR,
    "account_reset_password": None,
    "ledger:verify": None,
    "account_change_password": Role.COUNCILLOR,
    "breaches:report": Role.COUNCILLOR,
    "breaches:report_all": Role.COUNCILLOR,
    "breaches:report_for_somebody": Role.MONITORING_OFFICER,
    "xray:set_aside": Role.MONITORING_OFFICER,
    "breaches:add_turn": Role.MONITORING_OFFICER,
    "breaches:report_own_loss": Role.COUNCILLOR,
    "breaches:report_loss": None,
    "breaches:report_loss_for": Role.ICT_DESK,
    "breaches:correct_loss": Role.ICT_DESK,
    "breaches:join_to_device": Role.ICT_DESK,
    "breaches:join_to_councillor": Role.ICT_DESK,
    "breaches:throw_away": Role.ICT_DESK,
    "breaches:refer_incident": Role.MONITORING_OFFICER,
    "breaches:refer_advice": Role.INFORMATION_OFFICER,
    "breaches:number_case": Role.MONITORING_OFFICER,
    "breaches:close_referral": Role.MONITORING_OFFICER,
    "breaches:complain": None,
    "breaches:record_complaint": Role.INFORMATION_OFFICER,
    "breaches:acknowledge_complaint": Role.INFORMATION_OFFICER,
    "breaches:set_aside_complaint": Role.INFORMATION_OFFICER,
    "breaches:name_complaint_party": Role.INFORMATION_OFFICER,
    "breaches:tell_progress": Role.INFORMATION_OFFICER,
    "breaches:correct_received": Role.INFORMATION_OFFICER,
    "breaches:send_another_way": Role.INFORMATION_OFFICER,
    "breaches:send_outcome": Role.INFORMATION_OFFICER,
    "breaches:add_complaint_note": Role.INFORMATION_OFFICER,
    "breaches:link_report": Role.INFORMATION_OFFICER,
    "breaches:pass_complaint": Role.INFORMATION_OFFICER,
    "breaches:take_back_complaint": Role.INFORMATION_OFFICER,
    "breaches:acknowledge_own_complaint": ANSWERER,
    "breaches:answer_own_complaint": ANSWERER,
    "breaches:change_complaint_months": Role.MONITORING_OFFICER,
    "breaches:report_wrong_person": OWNER,
    "breaches:add_note": Role.MONITORING_OFFICER,
    "breaches:change_keeping": Role.MONITORING_OFFICER,
    "breaches:hold_incident": Role.MONITORING_OFFICER,
    "breaches:hold_complaint": Role.MONITORING_OFFICER,
    "breaches:hold_referral": Role.MONITORING_OFFICER,
    "breaches:case_hold": Role.MONITORING_OFFICER,
    "breaches:end_hold": Role.MONITORING_OFFICER,
    "breaches:add_controller": Role.MONITORING_OFFICER,
    "breaches:involve": Role.MONITORING_OFFICER,
    "breaches:name_cause": Role.MONITORING_OFFICER,
    "breaches:correct_noticed": Role.MONITORING_OFFICER,
    "breaches:take_back_part": Role.MONITORING_OFFICER,
    "breaches:set_aware": Role.MONITORING_OFFICER,
    "breaches:work_out": Role.MONITORING_OFFICER,
    "breaches:advise": Role.DATA_PROTECTION_OFFICER,
    "breaches:decide_regulator": Role.MONITORING_OFFICER,
    "breaches:decide_people": Role.MONITORING_OFFICER,
    "breaches:record_notification": Role.MONITORING_OFFICER,
    "breaches:add_reference": Role.MONITORING_OFFICER,
    "breaches:check_risk": Role.MONITORING_OFFICER,
    "breaches:answer_question": Role.MONITORING_OFFICER,
    "breaches:word_letter": Role.MONITORING_OFFICER,
    "breaches:add_recipient": Role.MONITORING_OFFICER,
    "breaches:publish": Role.MONITORING_OFFICER,
    "breaches:mark_told": Role.MONITORING_OFFICER,
    "breaches:spare_recipient": Role.MONITORING_OFFICER,
    "breaches:near_miss": Role.MONITORING_OFFICER,
    "breaches:add_task": Role.MONITORING_OFFICER,
    "breaches:affect_councillors": Role.MONITORING_OFFICER,
    "breaches:hand_over": Role.MONITORING_OFFICER,
    "breaches:set_follow_up": Role.MONITORING_OFFICER,
    "breaches:give_follow_up": Role.MONITORING_OFFICER,
    "breaches:finish_follow_up": Role.MONITORING_OFFICER,
    "breaches:drop_follow_up": Role.MONITORING_OFFICER,
    "breaches:file_reference": Role.MONITORING_OFFICER,
    "breaches:finish_task": Role.ICT_DESK,
    "breaches:drop_task": Role.ICT_DESK,
    "breaches:task_list": Role.INFORMATION_OFFICER,
    "breaches:add_files": Role.MONITORING_OFFICER,
    "breaches:remove_incident_file": Role.MONITORING_OFFICER,
    "breaches:make_confidential": Role.MONITORING_OFFICER,
    "breaches:open_confidential": Role.MONITORING_OFFICER,
    "breaches:add_reader": LISTED,
    "breaches:remove_reader": LISTED,
    "breaches:end_confidentiality": LISTED,
    "breaches:report_safety": UNSAFE,
    "breaches:choose_safety": UNSAFE,
    "breaches:add_safety_entry": UNSAFE,
    "breaches:add_safety_police": UNSAFE,
    "breaches:add_safety_files": UNSAFE,
    "breaches:safety_remove_file": UNSAFE,
    "breaches:support_safety": TOLD,
    "breaches:ask_advice": Role.COUNCILLOR,
    "breaches:change_advice": ASKER,
    "breaches:reply_advice": ASKER,
    "breaches:ask_more": Role.INFORMATION_OFFICER,
    "breaches:answer_advice": Role.INFORMATION_OFFICER,
    "breaches:add_to_answer": Role.INFORMATION_OFFICER,
    "breaches:escalate_advice": Role.INFORMATION_OFFICER,
    "breaches:add_answer": Role.INFORMATION_OFFICER,
    "breaches:change_answer": Role.INFORMATION_OFFICER,
    "breaches:withdraw_answer": Role.INFORMATION_OFFICER,
    "account_reauthenticate": Role.COUNCILLOR,
    "policies:sign_policy": Role.COUNCILLOR,
    "policies:decline": Role.COUNCILLOR,
    "policies:import_policies": Role.MEMBERS_SERVICES,
    "policies:export_policies": Role.MEMBERS_SERVICES,
    "policies:enter_text": Role.MEMBERS_SERVICES,
    "policies:answer_statement": Role.MONITORING_OFFICER,
    "policies:start_policy": Role.MEMBERS_SERVICES,
    "policies:start_version": Role.MEMBERS_SERVICES,
    "policies:send_to_review": Role.MEMBERS_SERVICES,
    "policies:return_to_draft": Role.MEMBERS_SERVICES,
    "policies:discard_draft": Role.MEMBERS_SERVICES,
    "policies:submit_version": Role.MEMBERS_SERVICES,
    "policies:comment_on_draft": Role.ICT_DESK,
    "policies:answer_comment": Role.MEMBERS_SERVICES,
    "policies:write_report": Role.MEMBERS_SERVICES,
    "policies:record_signatures": Role.MEMBERS_SERVICES,
    "policies:settle_dispute": Role.MONITORING_OFFICER,
    "policies:grant_exemptions": Role.MONITORING_OFFICER,
    "policies:add_question": Role.MEMBERS_SERVICES,
    "policies:extend_exemption": Role.MONITORING_OFFICER,
    "policies:end_exemption": Role.MONITORING_OFFICER,
    "policies:record_decision": Role.MEMBERS_SERVICES,
    "policies:correct_decision": Role.MEMBERS_SERVICES,
    "policies:certify_text": Role.MONITORING_OFFICER,
    "policies:withdraw_policy": Role.MONITORING_OFFICER,
    "devices:add_device": Role.ICT_DESK,
    "devices:change_device": Role.ICT_DESK,
    "devices:dispose": Role.ICT_DESK,
    "devices:drop_task": Role.ICT_DESK,
    "devices:insurance": Role.COUNCILLOR,
    "devices:issue_devices": Role.ICT_DESK,
    "devices:sign_here": Role.ICT_DESK,
    "devices:take_off_record": Role.ICT_DESK,
    "devices:start_audit": Role.ICT_DESK,
    "devices:mark_seen": Role.ICT_DESK,
    "devices:recall_devices": Role.ICT_DESK,
    "devices:recall_chosen": Role.ICT_DESK,
    "devices:lend": Role.ICT_DESK,
    "devices:cancel_recall": Role.ICT_DESK,
    "devices:replace": Role.ICT_DESK,
    "devices:offer_slot": Role.ICT_DESK,
    "devices:book_for": Role.ICT_DESK,
    "devices:prolong_loan": Role.ICT_DESK,
    "devices:receive": Role.ICT_DESK,
    "devices:receive_devices": Role.ICT_DESK,
    "devices:sign_return_at_desk": Role.ICT_DESK,
    "devices:answer_return": Role.ICT_DESK,
    "devices:close_return": Role.ICT_DESK,
    "devices:record_wipe": Role.ICT_DESK,
    "devices:put_in_stock": Role.ICT_DESK,
    "devices:request_return": Role.ICT_DESK,
    "devices:cancel_return": Role.ICT_DESK,
    "devices:terms": Role.MONITORING_OFFICER,
    "devices:kinds": Role.ICT_DESK,
    "devices:change_kind": Role.ICT_DESK,
    "devices:desk_task": Role.ICT_DESK,
    "devices:add_loss_note": Role.ICT_DESK,
    "devices:add_police_reference": Role.ICT_DESK,
    "devices:found": Role.ICT_DESK,
    "devices:replace_device": Role.ICT_DESK,
    "devices:write_off": Role.ICT_DESK,
    "devices:propose_cost": Role.ICT_DESK,
    "devices:open_misuse": Role.ICT_DESK,
    "devices:open_misuse_of_loss": Role.ICT_DESK,
    "devices:ask_wipe": Role.ICT_DESK,
    "devices:decide_misuse": Role.MONITORING_OFFICER,
    "devices:enter_invoice": Role.MEMBERS_SERVICES,
    "imports:start": Role.ICT_DESK,
    "imports:answer": Role.MEMBERS_SERVICES,
    "devices:print_ahead": Role.ICT_DESK,
    "devices:refuse_enrolment": Role.ICT_DESK,
    "devices:find_unsafe": Role.ICT_DESK,
    "devices:ask_removal": Role.ICT_DESK,
    "devices:ask_enrolment": Role.COUNCILLOR,
    "devices:record_filter": Role.ICT_DESK,
    "devices:refuse_filter": Role.ICT_DESK,
    "devices:ask_filter": Role.COUNCILLOR,
    "consent:before_sending": Role.COUNCILLOR,
    "consent:add_account": Role.COUNCILLOR,
    "devices:dispose_chosen": Role.ICT_DESK,
    "accounts:save_view": Role.ICT_DESK,
    "consent:accept_terms": Role.COUNCILLOR,
    "consent:terms": Role.MONITORING_OFFICER,
    "consent:open_record": Role.INFORMATION_OFFICER,
    "consent:open_enquiry": Role.DATA_PROTECTION_OFFICER,
    "consent:propose_channel": Role.COUNCILLOR,
    "devices:claim_label": Role.ICT_DESK,
    "devices:found_report": Role.ICT_DESK,
    "scan": None,
    "found": None,
    "accounts:change_equipment_settings": Role.MONITORING_OFFICER,
    "consent:change_rules": Role.MONITORING_OFFICER,
    "consent:change_months": Role.MONITORING_OFFICER,
    "consent:change_log_months": Role.MONITORING_OFFICER,
    "consent:classify": Role.INFORMATION_OFFICER,
    "consent:forbid": Role.INFORMATION_OFFICER,
    "consent:change_wording": Role.INFORMATION_OFFICER,
    "consent:hold_records": Role.INFORMATION_OFFICER,
    "consent:records_hold": Role.INFORMATION_OFFICER,
    "consent:end_person_hold": Role.INFORMATION_OFFICER,
    "consent:share_person": OWNER,
    "consent:rename_person": OWNER,
    "consent:forget_person": OWNER,
    "consent:add_permission": OWNER,
    "consent:add_agreement": OWNER,
    "consent:change_handle": OWNER,
    "consent:hold_person": OWNER,
    "consent:log_moderation": OWNER,
    "consent:decide": LEAVER,
    "consent:decide_all": LEAVER,
    "consent:confirm_file": LEAVER,
    "elections:close_days": Role.MEMBERS_SERVICES,
    "elections:add_election": Role.MEMBERS_SERVICES,
    "elections:change_election": Role.MEMBERS_SERVICES,
    "elections:countermand": Role.MEMBERS_SERVICES,
    "elections:declare": Role.MEMBERS_SERVICES,
    "elections:set_up": Role.MEMBERS_SERVICES,
    "elections:enter_result": Role.MEMBERS_SERVICES,
    "elections:countermand_ward": Role.MEMBERS_SERVICES,
    "elections:count_again": Role.MEMBERS_SERVICES,
    "accounts:invite": Role.MEMBERS_SERVICES,
    "accounts:change_phone": Role.MEMBERS_SERVICES,
    "accounts:close_account": Role.MEMBERS_SERVICES,
    "accounts:reopen_account": Role.MEMBERS_SERVICES,
    "accounts:record_death": Role.MEMBERS_SERVICES,
    "accounts:end_term": Role.MEMBERS_SERVICES,
    "accounts:move_end": Role.MEMBERS_SERVICES,
    "accounts:leave_group": Role.MEMBERS_SERVICES,
    "offboarding:systems": Role.ADMINISTRATOR,
    "offboarding:suspend_accounts": Role.ICT_DESK,
    "offboarding:terminate_accounts": Role.ICT_DESK,
    "offboarding:take_back_accounts": Role.ICT_DESK,
    "offboarding:finish_task": Role.MEMBERS_SERVICES,
    "offboarding:waive_task": Role.MONITORING_OFFICER,
    "offboarding:pause": Role.MONITORING_OFFICER,
    "offboarding:name_contact": Role.MEMBERS_SERVICES,
    "offboarding:choose_contact_for": Role.MEMBERS_SERVICES,
    "offboarding:choose_contact": LEAVER,
    "offboarding:suspend": Role.MONITORING_OFFICER,
    "offboarding:move_suspension": Role.MONITORING_OFFICER,
    "offboarding:lift_suspension": Role.MONITORING_OFFICER,
    "accounts:end_appointment": Role.MEMBERS_SERVICES,
}
WRONG = {  # which may be empty, or is filled already
    "breaches:change_advice": "",
    "breaches:change_answer": "",
    "breaches:acknowledge_complaint": "",
    "breaches:word_letter": "",
    "accounts:change_phone": "-------",
    "consent:classify": "too long " * 40,
    "consent:change_wording": "",
}
NARROW = {"width": 320, "height": 640}


def look(page, world, name):
    page.goto(address(name, world))
    no_axe_violations(page)
    no_sideways_scroll(page)


def look_if_new(page, world, name, client, is_new):
    """In the browser only where it has a kind of element that no page before it had."""
    if is_new(client.get(address(name, world), follow=True).text):
        look(page, world, name)


def test_every_public_page_is_accessible(open_page, world):
    page = open_page(viewport=NARROW)
    for status in (NOT_FOUND, 410):
        page.expect_status(status)

    for name in PUBLIC:
        look(page, world, name)


@pytest.mark.parametrize("role", WHO)
def test_every_page_of_a_role_is_accessible(open_page, world, role, is_new):
    page = open_page(viewport=NARROW)
    page.expect_status(NOT_FOUND)
    page.expect_status(FORBIDDEN)
    page.expect_status(CONFLICT)  # acts that are no longer to be done refuse on opening
    person = given.somebody(role)
    given.ask_everybody(world.to_sign)
    client = come_in(page, person)

    for name, row in PAGES.items():
        if not row.is_public and role in row.roles:
            look_if_new(page, world, name, client, is_new)


@pytest.mark.parametrize("role", dict.fromkeys(FORMS.values()))
def test_a_form_sent_empty_or_wrong_says_what_to_do_and_is_accessible(
    open_page, world, role, subtests, is_new
):
    page, client = open_page(viewport=NARROW), Client()
    if role:
        person = whose(role, world)
        given.ask_everybody(world.to_sign)
        client = come_in(page, person)

    for name in [name for name, who in FORMS.items() if who == role]:
        with subtests.test(name):
            if is_new(refused(client, address(name, world), name)):
                page.goto(address(name, world))
                send_empty_or_wrong(page, name)


def boxes_of(name):
    return ["govuk-input", *(["govuk-textarea"] if name in WRONG else [])]


def refused(client, where, name):
    """The answer to the form at this address, which says what is wrong and where."""
    response = client.get(where, follow=True)
    at = response.redirect_chain[-1][0] if response.redirect_chain else where
    form = last_form(response.text, at, WRONG.get(name, ""), boxes_of(name))
    answer = getattr(client, form.method)(form.action, form.sent, follow=True).text
    page = tree(answer)
    (title, *_of_pictures) = page.all("title")
    assert title.words.strip().startswith("Error: ")
    (summary,) = page.of_class("govuk-error-summary")
    ids = [one.attributes.get("id") for one in page.all()]
    pointed = [link.attributes["href"] for link in summary.all("a")]
    assert pointed
    assert [ids.count(link.removeprefix("#")) for link in pointed] == [1] * len(pointed)
    return answer


def send_empty_or_wrong(page, name):
    boxes = ", ".join(f".{one}" for one in boxes_of(name))
    for box in page.locator("main form").locator(boxes).all():
        if box.is_visible():
            box.fill(WRONG.get(name, ""))
    page.locator("main form button[type=submit]:not([name=usual])").last.click()

    expect_errors(page)
    no_axe_violations(page)
    no_sideways_scroll(page)
