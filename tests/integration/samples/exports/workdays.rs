//! Two ordinary days at Tailspin: who works when, and at what.
//!
//! Not its job: what a record looks like. Everything here is by the tenant's own people.

use std::ops::Range;

use uuid::{Uuid, uuid};

use super::records::{Application, Record, Session, Token, Work};
use crate::samples::seed::Seed;
use crate::samples::world::{EXCHANGE, MICROSOFT_OFFICE, Person, TAILSPIN, Tenant, at};

const SHAREPOINT: Uuid = uuid!("00000003-0000-0ff1-ce00-000000000000");
const TEAMS: Uuid = uuid!("1fec8e78-bce4-4aaf-ab1b-5451cc387264");
const TEAMS_SERVICES: Uuid = uuid!("cc15fd57-2c6c-4117-a88c-83b1d56b4bbe");
const EXCHANGE_ADMIN_CENTER: Uuid = uuid!("497effe9-df71-4043-a8bb-14cf78c4b63b");

macro_rules! staff {
    ($($name:literal, $mail:literal, $oid:literal, $puid:literal, $address:literal;)*) => {
        &[$(Person {
            name: $name,
            mail: $mail,
            home: &TAILSPIN,
            oid: uuid!($oid),
            puid: $puid,
            address: $address,
        }),*]
    };
}

/// The first one is the administrator.
pub static STAFF: &[Person] = staff! {
    "Morgan Ellis", "morgan@tailspin.example", "2c7e91f4-b05d-4f83-8a6e-d41900b7c35f", "1003200356B7A910", "203.0.113.12";
    "Dana Fischer", "dana@tailspin.example", "f0a85d36-7c19-4e42-b3d7-6e58c20f914b", "1003200356B7A9D4", "203.0.113.12";
    "Alex Kimura", "alex@tailspin.example", "86d2c9b1-3e4f-47a5-90c8-f27b5a61de03", "1003200356B7AA07", "203.0.113.48";
    "Noor Haddad", "noor@tailspin.example", "b913e7a0-5d26-4c8f-a174-08e5d3f6c29b", "1003200356B7AB5C", "2001:db8:52:10::7";
    "Ines Duarte", "ines@tailspin.example", "3f5c08d7-e9b2-4a61-87f3-c6d01b924ea8", "1003200356B7AC13", "203.0.113.77";
    "Theo Brandt", "theo@tailspin.example", "d7418b2e-60f5-4d9c-95a2-1be7f0c3864d", "1003200356B7AD88", "203.0.113.91";
};

const HOUR: i64 = 3600;

/// The hours worked, counted back from the hour of the samples, and how much is done in them.
static SHIFTS: [(Range<i64>, usize); 3] = [
    (-47 * HOUR..-43 * HOUR, 8),
    (-30 * HOUR..-20 * HOUR, 14),
    (-6 * HOUR..-600, 9),
];

/// What everybody did in the two days before, in no order.
pub fn ordinary(organization: &'static Tenant) -> Vec<Record> {
    let mut records = Vec::new();
    for (number, (hours, pieces)) in SHIFTS.iter().enumerate() {
        for person in STAFF {
            let seed = Seed::of(&format!("{}/{number}", person.mail));
            let hours = at() + hours.start..at() + hours.end;
            records.extend(shift(organization, person, seed, &hours, *pieces));
        }
    }
    records
}

/// The last hours of it, for stories that need only a background.
pub fn of_today(organization: &'static Tenant) -> Vec<Record> {
    let mut records = ordinary(organization);
    records.retain(|record| record.seconds > at() - 7 * HOUR);
    records
}

/// One person's shift: a sign-in for mail, files and chat, then the work itself.
fn shift(
    organization: &'static Tenant,
    person: &'static Person,
    mut seed: Seed,
    hours: &Range<i64>,
    pieces: usize,
) -> Vec<Record> {
    let session = Session {
        person,
        organization,
        id: seed.guid(),
    };
    let is_administrator = std::ptr::eq(person, &STAFF[0]);
    let mail = Application {
        client: if is_administrator {
            EXCHANGE_ADMIN_CENTER
        } else {
            MICROSOFT_OFFICE
        },
        resource: EXCHANGE.app_id,
    };
    let files = Application {
        client: MICROSOFT_OFFICE,
        resource: SHAREPOINT,
    };
    let chat = Application {
        client: TEAMS,
        resource: TEAMS_SERVICES,
    };

    let mut records = Vec::new();
    let arrival = hours.start + seed.within(0..1500);
    let [mail, files, chat] = [mail, files, chat].map(|application| {
        let request_id = seed.request_id();
        let seconds = arrival + seed.within(0..240);
        records.push(session.sign_in(&application, request_id, seconds));
        Token {
            request_id,
            issued_at: seconds - super::DATED_BACK,
        }
    });
    for _ in 0..pieces {
        let choice = seed.within(0..100);
        let seconds = seed.within(arrival + 300..hours.end);
        let colleague = seed.pick(&STAFF[1..]);
        let mut with = |token| Work {
            token,
            seconds,
            seed: seed.child(),
        };
        records.push(match choice {
            0..35 => session.file(with(&files)),
            35..65 => session.mail_items_accessed(with(&mail)),
            65..78 if is_administrator => session.set_mailbox(with(&mail), colleague),
            78..92 if is_administrator => session.update_user(with(&mail), colleague),
            65..80 => session.send(with(&mail)),
            _ => session.chat_message(with(&chat)),
        });
    }
    records
}
