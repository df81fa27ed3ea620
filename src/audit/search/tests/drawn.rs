//! Records, layouts and encodings as they are drawn for the tests of the search.
//!
//! Not its job: what is written of them (`forge.rs`).

use proptest::prelude::*;

use super::forge::{Before, Encoding, Layout, OwnList, Record, Says};

pub fn record() -> impl Strategy<Value = Record> {
    let says = prop_oneof![
        6 => Just(Says::Nothing),
        1 => Just(Says::Request),
        1 => Just(Says::Uti),
        1 => Just(Says::Session),
        1 => Just(Says::Person),
        1 => Just(Says::Puid),
        1 => Just(Says::Visit),
        1 => Just(Says::Home),
    ];
    let before = prop_oneof![
        12 => Just(Before::Nothing),
        1 => Just(Before::BlankLine),
        1 => Just(Before::Header),
        1 => Just(Before::CutRow),
    ];
    let noise = prop_oneof![
        3 => "[a-z ]{0,20}",
        2 => "[a\"\\\\{}\\[\\],;:'/\n\r\u{e9}\u{65e5}-]{0,40}",
        1 => "[a\"{},\n]{200,900}",
    ];
    (
        says,
        0..20_usize,
        any::<bool>(),
        noise,
        prop::bool::weighted(0.1),
        own_list(),
        before,
    )
        .prop_map(
            |(says, token, is_upper, noise, repeats, list, before)| Record {
                says,
                token,
                is_upper,
                noise,
                repeats,
                list,
                before,
            },
        )
}

fn own_list() -> impl Strategy<Value = OwnList> {
    prop_oneof![
        6 => Just(OwnList::None),
        1 => Just(OwnList::First("value")),
        1 => Just(OwnList::Last("value")),
        1 => Just(OwnList::First("records")),
        1 => Just(OwnList::Last("records")),
    ]
}

pub fn layout() -> impl Strategy<Value = Layout> {
    prop::sample::select(vec![
        Layout::JsonLines,
        Layout::WrappedLines,
        Layout::PagesAmongLines,
        Layout::Table,
        Layout::TableWithSemicolons,
        Layout::TableOfMembers,
        Layout::Array,
        Layout::IndentedArray,
        Layout::Concatenated,
        Layout::Graph,
    ])
}

pub fn encoding() -> impl Strategy<Value = Encoding> {
    prop_oneof![
        4 => Just(Encoding::Utf8),
        2 => Just(Encoding::Marked),
        1 => Just(Encoding::Utf16Little),
        1 => Just(Encoding::Utf16Big),
    ]
}
