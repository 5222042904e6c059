//! Sign-in names and the other words of an account.

use crate::trouble::{Code, Refusal};
use domain::limits::{self, TextLimit};
use domain::shown::is_hidden;
use protocol::account::NewAccount;
use unicode_normalization::UnicodeNormalization;

/// A sign-in name.
const LOGIN: TextLimit = TextLimit::line(1, 80);
/// An organization's name.
const ORGANIZATION: TextLimit = TextLimit::line(1, 120);
/// How a device is listed.
const DEVICE: TextLimit = TextLimit::line(0, 120);

/// Whether this can be a sign-in name at all: nothing longer was ever given out, and folding and
/// counting it would cost memory for nothing.
pub(crate) fn is_possible(login: &str) -> bool {
    login.chars().take(LOGIN.max + 1).count() <= LOGIN.max
}

/// What two spellings of one sign-in name share: full and half width, upper and lower case, and
/// the white space around and within make no difference.
pub(crate) fn key(login: &str) -> String {
    let folded: String = login.nfkc().flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The account with clean words. `at` is where the request has it.
///
/// # Errors
/// A text that is empty or too long, or a weak password.
pub(crate) fn clean(account: NewAccount, at: &str) -> Result<NewAccount, Refusal> {
    let login = text(LOGIN, &account.login, &format!("{at}/login"))?;
    // What does not show would make two names that look the same.
    if login.chars().any(is_hidden) || key(&login).is_empty() {
        return Err(Code::BadText.at(&format!("{at}/login")));
    }
    crate::password::check(&account.password, &login, &format!("{at}/password"))?;
    Ok(NewAccount {
        login,
        real_name: text(limits::REAL_NAME, &account.real_name, &format!("{at}/real_name"))?,
        dept: text(limits::DEPT, &account.dept, &format!("{at}/dept"))?,
        post: text(limits::DEPT, &account.post, &format!("{at}/post"))?,
        password: account.password,
    })
}

/// The organization's name, clean.
///
/// # Errors
/// Empty or too long.
pub(crate) fn organization(name: &str) -> Result<String, Refusal> {
    text(ORGANIZATION, name, "/organization")
}

/// How the device is listed; cut, not refused, since no person typed it.
pub(crate) fn device(name: &str) -> String {
    let cut: String = name.chars().take(DEVICE.max).collect();
    DEVICE.parse("/device", &cut).unwrap_or_default()
}

fn text(limit: TextLimit, typed: &str, field: &str) -> Result<String, Refusal> {
    limit.parse(field.to_owned(), typed).map_err(|_| Code::BadText.at(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_white_space_make_no_other_name() {
        for other in ["Zhang Wei", "ＺＨＡＮＧ　ｗｅｉ", " zhang  WEI "] {
            assert_eq!(key(other), "zhang wei");
        }
        assert_ne!(key("张伟"), key("張偉"));
    }

    #[test]
    fn a_name_with_invisible_characters_is_refused() {
        let account = |login: &str| NewAccount {
            login: login.to_owned(),
            real_name: "张伟".to_owned(),
            dept: String::new(),
            post: String::new(),
            password: "correct horse".to_owned(),
        };
        assert_eq!(clean(account("张\u{200b}伟"), "").unwrap_err().problem.field.unwrap(), "/login");
        assert!(clean(account("　"), "").is_err());
        let nameless = NewAccount { real_name: "\u{200b}".to_owned(), ..account("张伟") };
        assert_eq!(clean(nameless, "").unwrap_err().problem.field.unwrap(), "/real_name");
        assert_eq!(clean(account(" 张伟 "), "").unwrap().login, "张伟");
    }
}
