//! The HTML of signing in: a consent page and an error page.

use crate::books::Organisation;
use crate::reply::Reply;
use crate::site::{escape, shell};

/// The page where a person chooses an organisation. `fields` travel through it unchanged.
pub(super) fn consent(
    organisations: &[Organisation],
    fields: &[(String, String)],
    scopes: &[String],
) -> Reply {
    let hidden: String = fields
        .iter()
        .map(|(name, value)| {
            format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value))
        })
        .collect();
    let choices: String = organisations
        .iter()
        .enumerate()
        .map(|(index, organisation)| {
            let checked = if index == 0 { " checked" } else { "" };
            format!(
                "<label class=\"choice\"><input type=\"radio\" name=\"organisation\" \
                 value=\"{}\"{checked}><span>{}<small>{}</small></span></label>",
                organisation.id,
                escape(&organisation.name),
                organisation.base_currency
            )
        })
        .collect();
    let wants: String =
        scopes.iter().map(|scope| format!("<li><code>{}</code></li>", escape(scope))).collect();
    let body = format!(
        "<main class=\"narrow\"><p class=\"kicker\">Simulated Xero</p>\
         <h1>Daybook wants access to</h1>\
         <form method=\"post\" action=\"/identity/connect/authorize\">{hidden}\
         <fieldset><legend>Organisation</legend>{choices}</fieldset>\
         <details><summary>What it asks for</summary><ul>{wants}</ul></details>\
         <div class=\"buttons\">\
         <button class=\"primary\" name=\"decision\" value=\"allow\">Allow access</button>\
         <button name=\"decision\" value=\"cancel\">Cancel</button></div></form></main>"
    );
    Reply::html(200, shell("Allow access", &body))
}

/// Xero's own error page, which never redirects: the app learns nothing and must time out.
pub(super) fn error(code: &str, reason: &str) -> Reply {
    let body = format!(
        "<main class=\"narrow\"><p class=\"kicker\">Simulated Xero</p>\
         <h1>Sorry, something went wrong</h1><p>Error: {} : {}</p><p>Error code: 500</p></main>",
        escape(code),
        escape(reason)
    );
    Reply::html(400, shell("Error", &body))
}
