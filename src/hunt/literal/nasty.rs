//! Values that mean something to one language or another: for the tests of the writers, and for those that ask
//! the engines (`tests/integration/hunt/literals.rs`).

pub const NASTY: [&str; 15] = [
    "o'hara@contoso.com",
    "a\"b@contoso.com",
    "a\\b@contoso.com",
    "x' or 1=1 --@c.com",
    "\" | delete | \"",
    "line1\nline2",
    "tab\tnul\0",
    "’; Remove-Item -Recurse ~ #’",
    "$(calc) `calc` ${env:PATH} %PATH%",
    "user*?[]@c.com",
    "\u{202e}evil@c.com",
    "😀𝕏@c.com",
    "*/ drop table x; /*",
    "]] | outputlookup x [[",
    "x\\' or 1=1 --",
];
