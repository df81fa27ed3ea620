//! One audit record with everything that a token can be compared with, whatever dialect it was
//! written in.
//!
//! Not its job: reading JSON (`dialects/`) or comparing (`compare.rs`). Texts are raw and borrowed
//! from the record's JSON.

use std::borrow::Cow;
use std::net::IpAddr;

use uuid::Uuid;

use crate::text::clipped;
use crate::time::Timestamp;
use crate::trace::Entry;

mod log;

pub use log::Log;

/// `RecordType` of an entry of Entra's sign-in service, `AzureActiveDirectoryStsLogon`.
pub const STS_LOGON: u32 = 15;

/// Words of `ResultStatus` for what failed, in lower case: Entra writes `Failure`, mailboxes `Failed`, cmdlets of
/// Exchange `False`
/// (<https://learn.microsoft.com/en-us/office/office-365-management-api/office-365-management-activity-api-schema#common-schema>).
/// Something done in part was done.
pub const FAILURES: [&str; 3] = ["failure", "failed", "false"];

/// `UserType` of a service principal.
pub(super) const SERVICE_PRINCIPAL: u32 = 6;

/// Applications that are a workload of the unified audit log by themselves.
pub(super) const EXCHANGE_ONLINE: Uuid = uuid::uuid!("00000002-0000-0ff1-ce00-000000000000");
pub(super) const SHAREPOINT_ONLINE: Uuid = uuid::uuid!("00000003-0000-0ff1-ce00-000000000000");

/// A value and the name of the field that held it, as the log spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<T> {
    pub name: &'static str,
    pub value: T,
}

impl<T> Field<T> {
    /// The field, where it has a value.
    pub(super) fn of(name: &'static str, value: Option<T>) -> Option<Self> {
        value.map(|value| Self { name, value })
    }

    /// The same, as the list that it is all of.
    pub(super) fn list(name: &'static str, value: Option<T>) -> Vec<Self> {
        Self::of(name, value).into_iter().collect()
    }
}

/// A normalised record. Lists hold every place that can name the same thing, most telling first;
/// places that are blank, all zeros or no GUID are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuditRecord<'a> {
    pub log: Log,
    pub id: Option<&'a str>,
    /// `CreationTime`, UTC.
    pub time: Option<Timestamp>,
    pub operation: &'a str,
    pub workload: Option<&'a str>,
    /// As a number, also where the export has the name.
    pub record_type: Option<u32>,
    /// `UserType` as a number: 0 regular, 4 system, 5 application, 6 service principal, 9 partner,
    /// 10 guest.
    pub user_type: Option<u32>,

    /// The tenant that was signed in to or acted upon; in most logs also the one whose log this is, which
    /// only `log_tenant` says for sure: a home's sign-in log holds sign-ins to other tenants.
    pub organization: Option<Uuid>,
    /// The tenant whose log this is, where the record says so by itself.
    pub log_tenant: Option<Uuid>,
    pub actor_tenant: Option<Uuid>,
    pub target_tenant: Option<Uuid>,
    /// `tid` of the token, in entries of Exchange and of Azure's activity log.
    pub token_tenant: Option<Uuid>,
    pub external_user_tenant: Option<Uuid>,
    /// `crossTenantAccessType` of a sign-in log: `none`, `b2bCollaboration`, `b2bDirectConnect`,
    /// `microsoftSupport`, `serviceProvider`, `passthrough`.
    pub cross_tenant_access: Option<&'a str>,
    /// The log calls the user external, without saying whose: `IsExternalUser` of Defender's tables.
    pub is_external_user: bool,
    /// `ExternalAccess`: somebody from outside acted, a partner or the datacenter.
    pub external_access: bool,
    /// Where a mailbox was told to forward to (`ForwardingSmtpAddress` and its like).
    pub forwards_to: Option<&'a str>,
    /// `LogonType` of a mailbox entry: 0 owner, 1 administrator, 2 delegate, 6 delegated administrator.
    pub logon_type: Option<i64>,
    pub support_ticket: Option<&'a str>,
    /// `ParticipantInfo` of Teams: people of other tenants take part.
    pub foreign_participants: bool,
    pub participating_tenants: Vec<Uuid>,

    /// Object ids of who acted.
    pub object_ids: Vec<Field<Uuid>>,
    pub puids: Vec<Field<&'a str>>,
    /// Names of who acted, placeholders such as `Not Available` included.
    pub users: Vec<Field<&'a str>>,
    pub user_key: Option<&'a str>,
    /// Display names of who acted, which services have instead of user names.
    pub actor_names: Vec<&'a str>,

    pub clients: Vec<Field<Uuid>>,
    /// The client as it is spelled, GUID or not.
    pub client: Option<&'a str>,
    /// Applications that a token was asked for; only sign-in entries name them.
    pub resources: Vec<Field<Uuid>>,
    /// Applications that the workload itself says it served a token for, or that it is: they can agree
    /// with a token's audience, but a token for one may be handed on to another.
    pub apis: Vec<Field<Uuid>>,
    /// `ObjectId`: in a sign-in entry the resource, elsewhere the mailbox, file or group.
    pub object: Option<&'a str>,

    /// `IntraSystemId`, or `id` of a sign-in log: the sign-in's request id, which is the token's `uti`
    /// decoded.
    pub request_id: Option<Uuid>,
    /// `AppAccessContext.UniqueTokenId`: the token's `uti`; case matters.
    pub uti: Option<&'a str>,
    /// The token's `sid` in the places where workloads put it.
    pub sessions: Vec<Field<&'a str>>,
    /// `AppAccessContext.IssuedAtTime`: the token's `iat`.
    pub issued_at: Option<Timestamp>,

    pub addresses: Vec<Field<IpAddr>>,
    /// Devices as the directory knows them.
    pub devices: Vec<Field<Uuid>>,
    /// The address as it is spelled, port and name included.
    pub address: Option<&'a str>,
    /// City and country, as the log guessed them from the address.
    pub place: Option<Cow<'a, str>>,
    pub error: Option<Cow<'a, str>>,
    /// The log says that it failed: nothing was done. Of sign-ins `has_failed` tells.
    pub is_failure: bool,
    pub request_type: Option<&'a str>,
    pub user_agent: Option<&'a str>,
    /// `ResultStatusDetail`; more telling than `ResultStatus`, which says success for failures too.
    pub status_detail: Option<&'a str>,
    /// `UserAuthenticationMethod`, a bit field.
    pub authentication_method: Option<&'a str>,
    /// Id of the explanation that an engine's query gave it; of `hunt` only.
    pub explained: Option<&'static str>,
    /// How the credential reached the client: `deviceCodeFlow`, `deviceCode`, ..
    pub transfer: Option<Field<&'a str>>,
}

impl AuditRecord<'_> {
    /// The other tenant that the home's own log names as the one that was asked for.
    pub(super) fn visited(&self) -> Option<Uuid> {
        let is_home = self.actor_tenant.is_some() && self.actor_tenant == self.organization;
        self.target_tenant
            .filter(|target| is_home && Some(*target) != self.organization)
    }

    /// Whether Entra's sign-in service wrote it.
    #[must_use]
    pub fn is_sign_in(&self) -> bool {
        self.record_type == Some(STS_LOGON) || self.log == Log::SignIn
    }

    /// Whether a workload (Exchange, SharePoint, Teams, Graph, ..) wrote it: somebody did something.
    #[must_use]
    pub fn is_work(&self) -> bool {
        const DIRECTORY: [u32; 2] = [8, 9];
        let is_directory = self
            .record_type
            .is_some_and(|kind| DIRECTORY.contains(&kind));
        !self.is_sign_in() && !is_directory && self.log != Log::Directory
    }

    /// Whether the sign-in did not succeed. `ResultStatus` cannot tell: it says success for most
    /// failures too.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        let has_error = self
            .error
            .as_deref()
            .is_some_and(|error| error.trim() != "0");
        self.operation == "UserLoginFailed" || self.log == Log::SignIn && has_error
    }

    /// The tenant where the actor lives, as far as a record of its kind tells: Exchange names it
    /// otherwise than Entra, and a guest's token is issued by the tenant they visit.
    #[must_use]
    pub fn actor_home(&self) -> Option<Uuid> {
        self.named_home().1
    }

    /// The same, behind the field that tells it.
    pub(super) fn named_home(&self) -> (&'static str, Option<Uuid>) {
        let own = self.log.home_field();
        if self.actor_tenant.is_some() {
            return (own, self.actor_tenant);
        }
        [
            ("ExternalUserTenantId", self.external_user_tenant),
            (self.log.token_tenant_field(), self.token_tenant),
            ("ParticipatingTenantIds", self.chat_partner()),
        ]
        .into_iter()
        .find(|(_, tenant)| tenant.is_some())
        .unwrap_or((own, None))
    }

    /// The field that names `organization`.
    pub(super) fn organization_field(&self) -> &'static str {
        match self.log {
            Log::UnifiedAudit => "OrganizationId",
            Log::SignIn if self.target_tenant.is_some() => "resourceTenantId",
            Log::SignIn => "AADTenantId",
            Log::GraphActivity => "TenantId",
            Log::AzureActivity if self.log_tenant.is_some() => "tenantId",
            Log::AzureActivity => "Claims.tid",
            Log::Directory => "AADTenantId",
        }
    }

    /// What the tenant in that field is.
    pub(super) fn organization_meaning(&self) -> &'static str {
        match self.log {
            _ if self.log_tenant.is_some() && self.log_tenant == self.organization => {
                "the tenant whose log this is"
            }
            Log::SignIn => "the tenant that was signed in to",
            Log::AzureActivity => "the tenant that issued the token",
            _ => "the tenant whose log this is",
        }
    }

    /// Whether `UserId` is one of the words that stand for everybody, or missing.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.users
            .first()
            .is_none_or(|user| is_placeholder(user.value))
    }

    /// The other tenant of a chat, if there is just one and the record's user is not one's own.
    fn chat_partner(&self) -> Option<Uuid> {
        let is_outside = self
            .users
            .first()
            .is_some_and(|user| user.value.starts_with(".cid."));
        let own = self.organization;
        let mut others = self
            .participating_tenants
            .iter()
            .filter(|id| Some(**id) != own);
        let other = others.next().copied().filter(|_| is_outside)?;
        others.next().is_none().then_some(other)
    }

    /// What a report tells of it; `input` and `line` say where it stands.
    #[must_use]
    pub fn entry(&self, input: &str, line: u64) -> Entry {
        let resource = self.is_sign_in().then_some(self.object).flatten();
        Entry {
            input: input.to_owned(),
            line,
            id: self.id.map(kept),
            time: self.time,
            operation: kept(self.operation),
            workload: self.workload.map(kept),
            record_type: self.record_type,
            organization: self.organization,
            actor_tenant: self.actor_home(),
            target_tenant: self.target_tenant,
            user: self.users.first().map(|user| kept(user.value)),
            client: guid_or_text(&self.clients, self.client),
            resource: guid_or_text(&self.resources, resource),
            address: self.address.map(kept),
            error: self.error.as_deref().map(kept),
        }
    }
}

/// Longer texts are cut where they are kept: nobody reads them, and many of them fill the memory.
const LONGEST_KEPT: usize = 1_024;

/// A text of a record as it is kept.
pub(super) fn kept(text: &str) -> String {
    clipped(text, LONGEST_KEPT)
}

/// A word that stands for whoever the log could not name.
pub(super) fn is_placeholder(user: &str) -> bool {
    const PLACEHOLDERS: [&str; 3] = ["unknown", "not available", "__null__"];
    let user = user.trim();
    PLACEHOLDERS
        .iter()
        .any(|word| user.eq_ignore_ascii_case(word))
}

/// The GUID in its one spelling, else what stood there.
fn guid_or_text(guids: &[Field<Uuid>], text: Option<&str>) -> Option<String> {
    let guid = guids.first().map(|guid| guid.value.to_string());
    guid.or_else(|| text.map(kept))
}
