"""The terms with which a council begins, in plain words."""

from django.utils.translation import gettext_lazy as _

USUAL_TERMS = _(
    """The equipment belongs to the council. You may use it for as long as you are a councillor.

Use it for council business, and for outside bodies on which you represent the council. Nobody else may use it, not even your family.

Take care of it. Keep it locked with a PIN or a password that only you know.

If it is damaged, lost or stolen, tell the ICT service desk at once, by phone or in person. If it was stolen, tell the police at once as well, and give the desk the number that they give you. You need not wait for that number to tell the desk.

Check that your home contents insurance covers the equipment. If it does not, you may have to pay for a replacement from your basic allowance.

If the equipment is misused, the council may ask for it back and charge what the repair or the replacement costs. You are heard before that is decided.

Bring it back when the council asks for it: for an audit, an upgrade, a repair or maintenance.

When you stop being a councillor, give back everything that you were issued. You get a receipt."""  # noqa: E501  # one paragraph a line
)
"""After the Members ICT Usage Protocol (2018), Use of facilities and Responsibilities."""
