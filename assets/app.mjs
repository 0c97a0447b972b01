// Nothing in the portal needs this script: each part of it only makes a page that works more comfortable.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";

// GOV.UK Frontend asks for these two marks; the usual inline snippet would need a hole in our policy.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const part of [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
]) {
  createAll(part);
}

// Filters lie open beside a register, but folded above it on a phone, unless one of them is wrong.
const wide = window.matchMedia("(min-width: 40.0625em)");
for (const filter of document.querySelectorAll("details.app-filter")) {
  const fold = () => {
    filter.open = wide.matches || filter.querySelector(".govuk-error-message") !== null;
  };
  fold();
  wide.addEventListener("change", fold);
}

// A form with errors is the answer to a form that was sent. Once it is sent again, Back shows the form: without this
// the browser would say that the page is gone, and ask whether to send everything once more.
addEventListener("submit", () => history.replaceState(history.state, "", location.href));

// A long job moves its bar, and its page comes anew when it is over. Without this there is a button that does so.
const job = document.querySelector("[data-job]");
if (job) {
  const bar = job.querySelector("progress");
  const look = async () => {
    const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" } });
    const { is_over: isOver, done, of, words } = await answer.json();
    if (isOver) {
      clearInterval(clock);
      location.reload();
    } else if (of) {
      bar.max = of;
      bar.value = done;
      job.querySelector("[data-job-words]").textContent = words;
    }
  };
  const clock = setInterval(() => look().catch(() => clearInterval(clock)), 1000);
}

// A text is copied by one press. Without this it is selected by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const said = document.getElementById(`${button.dataset.copy}-said`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.select();
    const isCopied = await navigator.clipboard.writeText(text.value).then(
      () => true,
      () => document.execCommand("copy"),
    );
    said.textContent = isCopied ? said.dataset.copied : "";
  });
}

// Figures come anew by themselves while somebody looks at them: after a minute, and less often the longer nothing
// changes. What somebody is at stays as it is. As a document, because a text would not pass our policy; and marked, so
// that the portal does not take it for somebody who is still there. Without this, one reloads the page.
const parts = () => document.querySelectorAll("[data-refresh]");
if (parts().length) {
  const [soon, late] = [60_000, 600_000];
  let wait = soon;
  let clock = 0;
  const changed = (page) => {
    let isNew = false;
    for (const part of parts()) {
      const fresh = page.getElementById(part.id);
      if (!fresh) continue;
      const folded = fresh.querySelectorAll("details");
      part.querySelectorAll("details").forEach((one, n) => folded[n]?.toggleAttribute("open", one.open));
      if (part.isEqualNode(fresh) || part.contains(document.activeElement)) continue;
      part.replaceWith(document.importNode(fresh, true));
      isNew = true;
    }
    return isNew;
  };
  const show = (page) => {
    const moment = page?.querySelector("[data-refresh-moment]");
    if (!moment) return; // signed out, or something is wrong: what stands there stays, with its moment
    const said = document.querySelector("[data-refresh-said]");
    const isNew = changed(page);
    if (page.title !== document.title) said.textContent = page.querySelector("[data-refresh-said]").dataset.refreshWords;
    document.title = page.title;
    document.querySelector("[data-refresh-moment]").textContent = moment.textContent;
    wait = isNew ? soon : Math.min(wait * 2, late);
    plan();
  };
  const look = () => {
    const request = new XMLHttpRequest();
    request.open("GET", location.href);
    request.setRequestHeader("X-Refresh", "1");
    request.responseType = "document";
    request.onload = () => show(request.response);
    request.onerror = () => {
      wait = Math.min(wait * 2, late);
      plan();
    };
    request.send();
  };
  const plan = () => {
    clearTimeout(clock);
    if (!document.hidden) clock = setTimeout(look, wait);
  };
  document.addEventListener("visibilitychange", () => {
    wait = soon;
    plan();
  });
  plan();
}
