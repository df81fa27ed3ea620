//! Exports of any size, the same for the same seed: records of sign-ins, mailboxes and sites as the
//! unified audit log writes them, as CSV, JSON lines, or one array on one line.
//!
//! Not its job: measuring (`audit_search.rs`).

use std::io::{self, Write};

pub const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    JsonLines,
    Csv,
    Array,
}

/// What a record of the token that is searched for says.
pub struct Wanted<'a> {
    pub uti: &'a str,
    pub session: &'a str,
    pub object_id: &'a str,
    /// One of so many records is of the token.
    pub every: u64,
}

/// Writes an export of at least `size` bytes; tells how many records it has.
pub fn write(
    out: &mut impl Write,
    shape: Shape,
    size: u64,
    seed: u64,
    wanted: &Wanted,
) -> io::Result<u64> {
    let mut random = Random(seed);
    let mut written = 0;
    let mut records = 0;
    match shape {
        Shape::Csv => {
            let header =
                "RecordId,CreationDate,RecordType,Operation,AuditData,AssociatedAdminUnits\r\n";
            out.write_all(header.as_bytes())?;
        }
        Shape::Array => out.write_all(b"[")?,
        Shape::JsonLines => {}
    }
    while written < size {
        let is_wanted = records % wanted.every == wanted.every / 2;
        let record = Record::new(&mut random, is_wanted.then_some(wanted));
        let text = match shape {
            Shape::JsonLines => record.json + "\n",
            Shape::Array if records == 0 => record.json,
            Shape::Array => format!(",{}", record.json),
            Shape::Csv => {
                let cell = record.json.replace('"', "\"\"");
                let Record {
                    id,
                    time,
                    kind,
                    operation,
                    ..
                } = record;
                format!("{id},{time}.0000000Z,{kind},{operation},\"{cell}\",\r\n")
            }
        };
        out.write_all(text.as_bytes())?;
        written += text.len() as u64;
        records += 1;
    }
    if shape == Shape::Array {
        out.write_all(b"]")?;
    }
    Ok(records)
}

struct Record {
    id: String,
    time: String,
    kind: u32,
    operation: &'static str,
    json: String,
}

impl Record {
    fn new(random: &mut Random, wanted: Option<&Wanted>) -> Self {
        let (id, session) = (random.guid(), random.guid());
        let seconds = random.below(28 * 86_400);
        let (day, rest) = (seconds / 86_400 + 1, seconds % 86_400);
        let (hour, minute) = (rest / 3_600, rest / 60 % 60);
        let time = format!("2026-11-{day:02}T{hour:02}:{minute:02}:{:02}", rest % 60);
        let person = random.below(4_000);
        let user = format!("person{person}@tailspin.example");
        let oid = wanted.map_or_else(|| Random(person).guid(), |it| it.object_id.to_owned());
        let session = wanted.map_or(session, |it| it.session.to_owned());
        let uti = wanted.map_or_else(|| random.uti(), |it| it.uti.to_owned());
        let puid = format!("10032000{:08X}", person * 7_919);
        let address = format!("198.51.100.{}", random.below(250));
        let (app, correlation) = (random.guid(), random.guid());
        let common = format!(
            r#""CreationTime":"{time}","Id":"{id}","OrganizationId":"{OWN}","ClientIP":"{address}","UserId":"{user}""#
        );
        let (kind, operation, rest) = match random.below(10) {
            0..=1 => (
                15,
                "UserLoggedIn",
                format!(
                    r#""Operation":"UserLoggedIn","RecordType":15,"ResultStatus":"Success","UserKey":"{oid}","UserType":0,"Version":1,"Workload":"AzureActiveDirectory","ObjectId":"00000002-0000-0ff1-ce00-000000000000","AzureActiveDirectoryEventType":1,"ExtendedProperties":[{{"Name":"ResultStatusDetail","Value":"Redirect"}},{{"Name":"UserAgent","Value":"Mozilla\/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit\/537.36 (KHTML, like Gecko) Chrome\/126.0.0.0 Safari\/537.36 Edg\/126.0.0.0"}},{{"Name":"RequestType","Value":"OAuth2:Authorize"}}],"ModifiedProperties":[],"Actor":[{{"ID":"{oid}","Type":0}},{{"ID":"{user}","Type":5}},{{"ID":"{puid}","Type":3}}],"ActorContextId":"{OWN}","ActorIpAddress":"{address}","InterSystemsId":"{correlation}","IntraSystemId":"{id}","SupportTicketId":"","Target":[{{"ID":"00000002-0000-0ff1-ce00-000000000000","Type":0}}],"TargetContextId":"{OWN}","ApplicationId":"{app}","DeviceProperties":[{{"Name":"OS","Value":"Windows10"}},{{"Name":"BrowserType","Value":"Edge"}},{{"Name":"SessionId","Value":"{session}"}}],"ErrorNumber":"0""#
                ),
            ),
            2..=6 => (
                50,
                "MailItemsAccessed",
                format!(
                    r#""Operation":"MailItemsAccessed","RecordType":50,"ResultStatus":"Succeeded","UserKey":"{puid}","UserType":0,"Version":1,"Workload":"Exchange","AppAccessContext":{{"AADSessionId":"{session}","ClientAppId":"{app}","IssuedAtTime":"{time}","UniqueTokenId":"{uti}"}},"AppId":"{app}","ClientAppId":"{app}","ClientInfoString":"Client=REST;Client=RESTSystem;;","ExternalAccess":false,"InternalLogonType":0,"LogonType":0,"MailboxGuid":"{correlation}","MailboxOwnerUPN":"{user}","OperationProperties":[{{"Name":"MailAccessType","Value":"Bind"}},{{"Name":"IsThrottled","Value":"False"}}],"OrganizationName":"tailspin.onmicrosoft.com","OriginatingServer":"AM0PR01MB0001 (15.20.4200.000)\r\n","SessionId":"{session}","Folders":[{{"FolderItems":[{{"InternetMessageId":"<{id}@tailspin.example>","SizeInBytes":{}}}],"Id":"LgAAAAB{puid}AQ","Path":"\\Inbox"}}],"OperationCount":1"#,
                    random.below(200_000)
                ),
            ),
            _ => (
                6,
                "FileAccessed",
                format!(
                    r#""Operation":"FileAccessed","RecordType":6,"UserKey":"i:0h.f|membership|{puid}@live.com","UserType":0,"Version":1,"Workload":"SharePoint","AppAccessContext":{{"AADSessionId":"{session}","CorrelationId":"{correlation}","UniqueTokenId":"{uti}"}},"ApplicationDisplayName":"Microsoft Teams","ApplicationId":"{app}","AuthenticationType":"OAuth","BrowserName":"Edge","BrowserVersion":"126.0.0.0","CorrelationId":"{correlation}","EventSource":"SharePoint","GeoLocation":"EUR","IsManagedDevice":false,"ItemType":"File","ListId":"{id}","ObjectId":"https:\/\/tailspin.sharepoint.com\/sites\/plans\/Shared Documents\/Plan {} \"final\".docx","Platform":"WinDesktop","Site":"{correlation}","SiteUrl":"https:\/\/tailspin.sharepoint.com\/sites\/plans\/","SourceFileExtension":"docx","SourceFileName":"Plan \"final\".docx","UserAgent":"Mozilla\/5.0 (Windows NT 10.0; Win64; x64) Teams\/24","WebId":"{session}""#,
                    random.below(9_000)
                ),
            ),
        };
        let json = format!("{{{common},{rest}}}");
        Self {
            id,
            time,
            kind,
            operation,
            json,
        }
    }
}

/// SplitMix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn guid(&mut self) -> String {
        let bits = u128::from(self.next()) << 64 | u128::from(self.next());
        uuid::Builder::from_random_bytes(bits.to_be_bytes())
            .into_uuid()
            .to_string()
    }

    /// 22 letters of base64url.
    fn uti(&mut self) -> String {
        const LETTERS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        (0..22)
            .map(|_| LETTERS[self.below(64) as usize] as char)
            .collect()
    }
}
