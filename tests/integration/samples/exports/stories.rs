//! The exports of the stories that have no token.
//!
//! Not its job: the shape of a record.

use uuid::{Uuid, uuid};

use super::outsiders::SignIn;
use super::sign_ins::{self, App, Row};
use super::workdays::{self, STAFF};
use super::{csv, newest_first};
use crate::samples::case::Export;
use crate::samples::seed::Seed;
use crate::samples::world::{
    AZURE_CLI, FABRIKAM, KIM, MICROSOFT_OFFICE, PAT, PERSONAL, Person, SAM, TAILSPIN, Tenant,
    WINGTIP, at,
};
use crate::support::members::Members;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

const SHAREPOINT: Uuid = uuid!("00000003-0000-0ff1-ce00-000000000000");
const AZURE_AD_POWERSHELL: Uuid = uuid!("1b730954-1685-4b74-9bfd-dac224a7b894");
const AZURE_AD_GRAPH: Uuid = uuid!("00000002-0000-0000-c000-000000000000");

const OFFICE: App = (MICROSOFT_OFFICE, "Microsoft Office");
const AZURE_CLIENT: App = (AZURE_CLI, "Microsoft Azure CLI");
const ARM: App = (
    uuid!("797f4846-ba00-4fd7-ba43-dac1f8f63013"),
    "Azure Resource Manager",
);
const EXCHANGE: App = (
    uuid!("00000002-0000-0ff1-ce00-000000000000"),
    "Office 365 Exchange Online",
);
const SERVICE_COMMUNICATIONS: App = (
    uuid!("cb1bda4c-1213-4e8b-911a-0a8c83c5d3b7"),
    "o365.servicecommunications.microsoft.com",
);
const MANAGEMENT_APIS: App = (
    uuid!("c5393580-f805-4401-95e8-94b7a6ef2fc2"),
    "Office 365 Management APIs",
);

/// Where the service stands that calls for others.
const CHICAGO: (&str, [&str; 3]) = ("192.0.2.180", ["Chicago", "Illinois", "US"]);
const SOFIA: [&str; 3] = ["Sofia", "Sofia-Grad", "BG"];
const LYON: [&str; 3] = ["Lyon", "Rhone", "FR"];

const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";

/// People of other companies, and with personal accounts, who clicked a link to a file at Tailspin.
pub fn of_unknown_principals() -> Vec<Export> {
    let mut seed = Seed::of("sharepoint-unknown-principal");
    // Minutes before the hour of the samples; whose people; from where; which error.
    let clicks: [(i64, &Tenant, &str, u32); 9] = [
        (341, &FABRIKAM, "198.51.100.23", 0),
        (340, &FABRIKAM, "198.51.100.23", 0),
        (287, &WINGTIP, "192.0.2.44", 50058),
        (286, &WINGTIP, "192.0.2.44", 0),
        (203, &PERSONAL, "198.51.100.171", 50058),
        (202, &PERSONAL, "198.51.100.171", 0),
        (121, &FABRIKAM, "198.51.100.57", 0),
        (64, &PERSONAL, "198.51.100.180", 0),
        (18, &WINGTIP, "192.0.2.61", 0),
    ];
    let mut records = workdays::of_today(&TAILSPIN);
    for (minutes, home, address, error) in clicks {
        let click = SignIn {
            organization: &TAILSPIN,
            home: home.id,
            user: "Unknown",
            oid: None,
            user_type: 0,
            client: SHAREPOINT,
            resource: SHAREPOINT.to_string(),
            address,
            error,
            method: 16457,
        };
        records.push(click.record(at() - minutes * MINUTE, &mut seed));
    }
    // The shape of 2026: a system user without a name, but with an object id.
    let click = SignIn {
        organization: &TAILSPIN,
        home: WINGTIP.id,
        user: "Not Available",
        oid: Some(KIM.oid),
        user_type: 4,
        client: SHAREPOINT,
        resource: SHAREPOINT.to_string(),
        address: KIM.address,
        error: 0,
        method: 1,
    };
    records.push(click.record(at() - 17 * MINUTE, &mut seed));
    exported(records)
}

/// One address that tries a password for many names, and Dana, who forgot hers.
pub fn of_guessing() -> Vec<Export> {
    let mut seed = Seed::of("password-guessing");
    let failure = |user: &'static str, oid: Uuid, address, error| SignIn {
        organization: &TAILSPIN,
        home: TAILSPIN.id,
        user,
        oid: Some(oid),
        user_type: 0,
        client: AZURE_AD_POWERSHELL,
        resource: AZURE_AD_GRAPH.to_string(),
        address,
        error,
        method: 1,
    };
    let mut records = workdays::of_today(&TAILSPIN);
    for (person, number) in STAFF.iter().zip(0..) {
        let attempt = failure(person.mail, person.oid, "203.0.113.240", 50126);
        records.push(attempt.record(at() - 3 * HOUR + number * 11, &mut seed));
    }
    let dana = &STAFF[1];
    for minutes in [190, 189, 188] {
        let attempt = failure(dana.mail, dana.oid, dana.address, 50126);
        records.push(attempt.record(at() - minutes * MINUTE, &mut seed));
    }
    exported(records)
}

/// Noor, in Sofia, whose script asks the Service Communications API every hour.
pub fn of_a_service_address() -> Vec<Export> {
    let mut seed = Seed::of("service-communications-proxy");
    let noor = &STAFF[3];
    let mut rows = Vec::new();
    for hours in [11, 9, 8, 7, 5, 4, 2] {
        let call = Row {
            client: SERVICE_COMMUNICATIONS,
            resource: MANAGEMENT_APIS,
            address: CHICAGO.0,
            place: CHICAGO.1,
            agent: "",
            ..at_home(noor, SOFIA)
        };
        let seconds = at() - hours * HOUR - 7 * MINUTE;
        rows.push((seconds, sign_ins::row(&call, seconds, &mut seed)));
    }
    for hours in [12, 6, 3] {
        let seconds = at() - hours * HOUR - 31 * MINUTE;
        let row = sign_ins::row(&at_home(noor, SOFIA), seconds, &mut seed);
        rows.push((seconds, row));
    }
    for (person, number) in STAFF[..3].iter().zip(1..) {
        let seconds = at() - number * HOUR;
        let row = sign_ins::row(&at_home(person, LYON), seconds, &mut seed);
        rows.push((seconds, row));
    }
    signed_in(rows)
}

/// Everybody who is not simply at work in the own tenant.
pub fn of_visitors() -> Vec<Export> {
    let mut seed = Seed::of("sign-in-log-visitors");
    let visit = |person, access, user_type| Row {
        access,
        user_type,
        ..at_home(person, LYON)
    };
    let guest = visit(&SAM, "b2bCollaboration", "guest");
    let partner = Row {
        client: AZURE_CLIENT,
        resource: ARM,
        ..visit(&KIM, "serviceProvider", "member")
    };
    let passed_through = visit(&PAT, "passthrough", "member");
    let elsewhere = Row {
        visited: &FABRIKAM,
        ..visit(&STAFF[2], "b2bCollaboration", "guest")
    };
    let mut rows = Vec::new();
    let mut add = |minutes: i64, row: &Row| {
        let seconds = at() - minutes * MINUTE;
        rows.push((seconds, sign_ins::row(row, seconds, &mut seed)));
    };
    add(240, &guest);
    add(180, &guest);
    add(150, &partner);
    add(95, &passed_through);
    add(70, &elsewhere);
    for (person, minutes) in STAFF.iter().zip([300, 290, 285, 260, 250, 20]) {
        add(minutes, &at_home(person, LYON));
    }
    signed_in(rows)
}

fn at_home<'a>(person: &'a Person, place: [&'static str; 3]) -> Row<'a> {
    Row {
        person,
        client: OFFICE,
        resource: EXCHANGE,
        visited: &TAILSPIN,
        address: person.address,
        place,
        access: "none",
        user_type: "member",
        agent: EDGE,
    }
}

fn exported(mut records: Vec<super::Record>) -> Vec<Export> {
    newest_first(&mut records);
    vec![Export {
        file: "unified-audit-log.csv",
        text: csv(&records),
    }]
}

fn signed_in(mut rows: Vec<(i64, Members)>) -> Vec<Export> {
    rows.sort_by_key(|(seconds, _)| std::cmp::Reverse(*seconds));
    vec![Export {
        file: "sign-ins.json",
        text: sign_ins::document(&rows),
    }]
}
