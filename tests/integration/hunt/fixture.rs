//! Thousands of records, the same in every run, around the token of the sample: all the kinds of people,
//! applications and services that explanations tell apart, and all the ways in which a record can belong to
//! the token or only seem to.
//!
//! Not its job: what is true of a record; the program and the engines say that.

use serde_json::{Value, json};

/// Of the token of `samples/wrong-tenant-exo-powershell`.
pub const OWN: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";
pub const HOME: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const OTHER: &str = "5b0d4f7c-21e8-4a93-bd06-7c1f9a3e58d2";
const UTI: &str = "Jwp91fut10aSPCxyzuFHAA";
const REQUEST: &str = "d57d0a27-adfb-46d7-923c-2c72cee14700";
const SESSION: &str = "8c212cdf-7f6b-4d3f-a922-29200d3af75a";
const PERSON: &str = "71c0f8d4-3a5e-4b92-8f17-d06b2e94ca53";
const PUID: &str = "100320041A7C3E90";
const USER: &str = "pat@fabrikam.example";
const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";

/// Records of the unified audit log, and rows of Sentinel's `SigninLogs`.
pub struct Fixture {
    pub unified: Vec<Value>,
    pub sign_ins: Vec<Value>,
}

/// SplitMix64: the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        let count = u64::try_from(list.len()).unwrap();
        list[usize::try_from(self.next() % count).unwrap()].clone()
    }

    /// Once in so many times.
    fn once_in(&mut self, times: u64) -> bool {
        self.next().is_multiple_of(times)
    }

    fn guid(&mut self) -> String {
        uuid::Builder::from_u128((u128::from(self.next()) << 64) | u128::from(self.next()))
            .into_uuid()
            .to_string()
    }

    /// One of these, or an id that nothing else has.
    fn pick_or_new(&mut self, list: &[&str]) -> String {
        let new = self.guid();
        let known = list.iter().map(|it| (*it).to_owned());
        let all: Vec<String> = known.chain([new]).collect();
        self.pick(&all)
    }

    /// Mostly within the token's life, sometimes hours off.
    fn time(&mut self) -> String {
        let hour = self.pick(&[11, 12, 12, 12, 13, 13, 17]);
        let (minute, second) = (self.next() % 60, self.next() % 60);
        format!("2026-11-20T{hour:02}:{minute:02}:{second:02}")
    }
}

impl Fixture {
    /// So many records of the unified audit log, and a quarter as many rows of sign-ins.
    pub fn new(count: usize) -> Self {
        let mut dice = Dice(20_261_120);
        let mut unified: Vec<Value> = (0..count).map(|_| record(&mut dice)).collect();
        // Without `IntraSystemId` the record's own id is the request's.
        let nameless = |record: &&mut Value| record["IntraSystemId"] == "";
        if let Some(record) = unified.iter_mut().find(nameless) {
            set(record, "Id", json!(REQUEST));
        }
        // The log and its paging repeat records, byte for byte.
        let repeated: Vec<Value> = unified.iter().step_by(97).cloned().collect();
        unified.extend(repeated);
        let sign_ins = (0..count / 4).map(|_| sign_in(&mut dice)).collect();
        Self { unified, sign_ins }
    }
}

const USERS: &[&str] = &[
    USER,
    "Pat@Fabrikam.example",
    "theo@tailspin.example",
    "o'hara@tailspin.example",
    "ada_northwind.example#EXT#@tailspin.example",
    "ada_northwind.example#ext#@tailspin.example",
    "urn:spo:guest#ada@northwind.example",
    "Unknown",
    "Not Available",
    "",
    "ServicePrincipal_6f1d2c3b-4a59-4e68-9b7a-0c1d2e3f4a00",
    "NT AUTHORITY\\SYSTEM (Microsoft.Exchange)",
    "nt authority\\system",
    "SpoolsProvisioning-ApplicationAccount@tailspin.example",
    "x@AM0PR05MB4412.eurprd05.prod.outlook.com",
    "app@sharepoint",
    ".cid.f3a9c2b1d4e5f607",
    "Microsoft.Azure.SyncFabric",
    "71c0f8d4-3a5e-4b92-8f17-d06b2e94ca53@northwind.example",
    "quote\"and\\slash@tailspin.example",
    "Zoë@tailspin.example",
];

const APPS: &[&str] = &[
    "a0c73c16-a7e3-4564-9a95-2bdf47383716",
    "A0C73C16-A7E3-4564-9A95-2BDF47383716",
    "fb78d390-0c51-40cd-8e17-fdbfab77341b",
    "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    "d3590ed6-52b3-4102-aeff-aad2292ab01c",
    "0000000c-0000-0000-c000-000000000000",
    "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
    "91e0a7c3-6b2d-4f58-8c14-e3d5b9f0a276",
    "",
];

const RESOURCES: &[&str] = &[
    EXCHANGE,
    "00000003-0000-0ff1-ce00-000000000000",
    "0000000c-0000-0000-c000-000000000000",
    "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    "00000003-0000-0000-c000-000000000000",
    "Unknown",
    "https://outlook.office365.com/",
    "",
];

const ADDRESSES: &[&str] = &[
    "198.51.100.23",
    "198.51.100.23:13738",
    "[198.51.100.23]:443",
    "::ffff:198.51.100.23",
    "203.0.113.7",
    "2001:db8::1",
    "[2001:db8::1]:443",
    "SERVER01 (198.51.100.23)",
    "<null>",
    "",
];

fn tenant(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        OWN,
        OWN,
        HOME,
        HOME,
        OTHER,
        "3B1C7F5E-9D42-4C86-A0F3-5E7D2B94C618",
        "00000000-0000-0000-0000-000000000000",
        "",
    ])
}

fn record(dice: &mut Dice) -> Value {
    let kind = dice.pick(&[15, 15, 15, 15, 1, 2, 50, 6, 4, 14, 8, 25, 25, 372]);
    match kind {
        15 => logon(dice),
        25 => chat(dice),
        _ => work(dice, kind),
    }
}

fn common(dice: &mut Dice, kind: i64, operation: &str) -> Value {
    let named = match kind {
        15 => json!("AzureActiveDirectoryStsLogon"),
        25 => json!("MicrosoftTeams"),
        _ => json!(kind.to_string()),
    };
    let kind = if dice.once_in(6) { named } else { json!(kind) };
    json!({
        "CreationTime": dice.time(), "Id": dice.guid(), "Operation": operation, "RecordType": kind,
        "OrganizationId": OWN, "UserId": dice.pick(USERS),
        "UserType": dice.pick(&[json!(0), json!(0), json!(0), json!(2), json!(3), json!(4), json!(4), json!(5),
            json!(6), json!(9), json!(10), json!("10"), json!("Guest"), json!("System")]),
        "UserKey": dice.pick_or_new(&[PERSON, PUID, "i:0h.f|membership|100320041a7c3e90@live.com", "1003200356B7AD88", "Not Available", "", "NT AUTHORITY\\SYSTEM"]),
        "ClientIP": dice.pick(ADDRESSES),
    })
}

fn set(record: &mut Value, name: &str, value: Value) {
    record[name] = value;
}

fn logon(dice: &mut Dice) -> Value {
    let operation = dice.pick(&[
        "UserLoggedIn",
        "UserLoggedIn",
        "UserLoggedIn",
        "UserLoginFailed",
    ]);
    let mut record = common(dice, 15, operation);
    set(&mut record, "Workload", json!("AzureActiveDirectory"));
    set(&mut record, "ActorContextId", json!(tenant(dice)));
    set(&mut record, "TargetContextId", json!(OWN));
    set(&mut record, "ApplicationId", json!(dice.pick(APPS)));
    let resource = dice.pick(RESOURCES);
    set(&mut record, "ObjectId", json!(resource));
    if dice.once_in(2) {
        set(&mut record, "Target", json!([{"ID": resource, "Type": 0}]));
    }
    let request = match dice.next() % 12 {
        0 => REQUEST.to_owned(),
        1 => REQUEST.to_uppercase(),
        2 => String::new(),
        _ => dice.guid(),
    };
    set(&mut record, "IntraSystemId", json!(request));
    set(
        &mut record,
        "ErrorNumber",
        dice.pick(&[json!("0"), json!(0), json!(50126), json!("500011")]),
    );
    set(
        &mut record,
        "SupportTicketId",
        json!(dice.pick(&["", "", "", "", "", "2611200001"])),
    );
    let mut actors = Vec::new();
    if !dice.once_in(4) {
        actors.push(json!({"ID": dice.pick_or_new(&[PERSON]), "Type": 0}));
        actors.push(json!({"ID": dice.pick(USERS), "Type": 5}));
    }
    if dice.once_in(3) {
        actors.push(json!({"ID": dice.pick(&[PUID, "1003200356B7AD88"]), "Type": 3}));
    }
    if dice.once_in(20) {
        actors.push(json!({"ID": "Microsoft.Azure.SyncFabric", "Type": 1}));
    }
    if !actors.is_empty() {
        set(&mut record, "Actor", Value::from(actors));
    }
    let mut extended = vec![json!({"Name": "RequestType", "Value": "OAuth2:Authorize"})];
    if dice.once_in(8) {
        extended.push(json!({"Name": "UserAuthenticationMethod", "Value": "16457"}));
    }
    set(&mut record, "ExtendedProperties", Value::from(extended));
    if dice.once_in(3) {
        let session = dice.pick_or_new(&[SESSION, "8C212CDF-7F6B-4D3F-A922-29200D3AF75A"]);
        set(
            &mut record,
            "DeviceProperties",
            json!([{"Name": "OS", "Value": "Windows"}, {"Name": "SessionId", "Value": session}]),
        );
    }
    record
}

fn work(dice: &mut Dice, kind: i64) -> Value {
    let operation = dice.pick(&[
        "MailItemsAccessed",
        "New-InboxRule",
        "FileAccessed",
        "Update user.",
        "Add a cross-tenant access setting to partner.",
    ]);
    let mut record = common(dice, kind, operation);
    set(
        &mut record,
        "Workload",
        json!(dice.pick(&["Exchange", "SharePoint", "OneDrive", "AzureActiveDirectory"])),
    );
    set(
        &mut record,
        "ObjectId",
        json!(dice.pick(&[
            "",
            EXCHANGE,
            "https://tailspin.sharepoint.example/a b",
            "Mailbox\\Rule"
        ])),
    );
    if dice.once_in(2) {
        set(&mut record, "ClientAppId", json!(dice.pick(APPS)));
    }
    if dice.once_in(3) {
        set(&mut record, "TokenTenantId", json!(tenant(dice)));
        set(
            &mut record,
            "TokenObjectId",
            json!(dice.pick_or_new(&[PERSON])),
        );
    }
    if dice.once_in(3) {
        set(
            &mut record,
            "ExternalAccess",
            dice.pick(&[json!(true), json!(false), json!("true")]),
        );
        set(
            &mut record,
            "LogonType",
            dice.pick(&[json!(0), json!(1), json!(6), json!("6")]),
        );
    }
    if dice.once_in(2) {
        set(&mut record, "ActorContextId", json!(tenant(dice)));
    }
    if dice.once_in(8) {
        set(
            &mut record,
            "Actor",
            json!([{"ID": dice.pick(&["Microsoft Substrate Management", "DaRT Team", "Dataverse"]), "Type": 1}]),
        );
    }
    if dice.once_in(2) {
        let uti = dice.pick(&[
            UTI,
            UTI,
            "Jwp91fut10aSPCxyzuFHAA==",
            "jwp91fut10asPcxyzufhaa",
            "-T2IJAwqI0uvHqzPguwCAA",
            "",
        ]);
        set(
            &mut record,
            "AppAccessContext",
            json!({
                "UniqueTokenId": uti, "AADSessionId": dice.pick(&[SESSION, "6a9e86f6-7384-41dc-b25d-3105b7046eaf", ""]),
                "IssuedAtTime": dice.pick(&["2026-11-20T11:58:21", "2026-11-20T11:58:22", ""]),
                "ClientAppId": dice.pick(APPS), "APIId": dice.pick(&[EXCHANGE, ""]),
                "UserObjectId": dice.pick(&[PERSON, ""]),
            }),
        );
    }
    record
}

fn chat(dice: &mut Dice) -> Value {
    let mut record = common(dice, 25, "MessageSent");
    set(&mut record, "Workload", json!("MicrosoftTeams"));
    let tenants: &[Value] = &[
        json!([OWN, OTHER]),
        json!([OWN, OTHER, HOME]),
        json!([OWN]),
        json!([]),
    ];
    set(
        &mut record,
        "ParticipantInfo",
        json!({
            "HasForeignTenantUsers": dice.once_in(2), "ParticipatingTenantIds": dice.pick(tenants),
        }),
    );
    if dice.once_in(4) {
        set(&mut record, "ExternalUserTenantId", json!(tenant(dice)));
    }
    record
}

fn sign_in(dice: &mut Dice) -> Value {
    let time = format!("{}Z", dice.time());
    let id = dice.guid();
    let home = tenant(dice);
    json!({
        "TimeGenerated": time, "CreatedDateTime": time, "Id": id, "AADTenantId": OWN,
        "ResourceTenantId": dice.pick(&[OWN, OWN, HOME, ""]), "HomeTenantId": home,
        "UserId": dice.pick_or_new(&[PERSON]), "UserPrincipalName": dice.pick(USERS),
        "AppId": dice.pick(APPS), "ResourceIdentity": dice.pick(RESOURCES).replace("https://outlook.office365.com/", EXCHANGE),
        "IPAddress": dice.pick(&["198.51.100.23", "203.0.113.7", "2001:db8::1"]),
        "ResultType": dice.pick(&["0", "0", "0", "50126", "50140"]),
        "SessionId": dice.pick_or_new(&[SESSION, ""]),
        "UniqueTokenIdentifier": dice.pick(&[UTI, "-T2IJAwqI0uvHqzPguwCAA", ""]),
        "CrossTenantAccessType": dice.pick(&["none", "none", "passthrough", "b2bCollaboration", "b2bDirectConnect",
            "microsoftSupport", "serviceProvider", " PassThrough "]),
        "AuthenticationProtocol": dice.pick(&["none", "deviceCode"]),
        "OriginalTransferMethod": dice.pick(&["none", "deviceCodeFlow", ""]),
    })
}
