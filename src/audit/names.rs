//! The members of audit records that this program knows, each with every spelling that logs give it.
//!
//! Only members named here are taken into memory; everything else in a record is passed over. One
//! name stands for spellings of one meaning; what a member means may still depend on the dialect
//! (`UserId` is a sign-in name in one log and an object id in another).
//!
//! Not its job: values (`members.rs`).

/// Columns that hold a whole record, the surest first.
pub(super) const RECORD_COLUMNS: &[&str] = &["AuditData", "RawEventData"];

/// Declares the names, and how a member's text becomes one.
///
/// Patterns are byte strings: the compiler turns those into a decision tree over length and bytes,
/// where texts would be compared one after the other.
macro_rules! names {
    ($($name:ident: $($spelling:literal)|+;)*) => {
        /// A known member.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(clippy::enum_variant_names, reason = "the variants are the log's own spellings")]
        pub enum Name { $($name,)* }

        impl Name {
            /// How many there are.
            pub(super) const COUNT: usize = [$(Self::$name),*].len();

            /// The name behind a member as the log spells it.
            pub(super) fn of(member: &str) -> Option<Self> {
                match member.as_bytes() {
                    $($($spelling)|+ => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

names! {
    // Wrappers.
    AuditData: b"AuditData" | b"auditData";
    RawEventData: b"RawEventData" | b"rawEventData";
    Properties: b"properties" | b"Properties";
    // In Entra's audit log as Graph exports it, the word for how a change ended.
    Result: b"result";
    Raw: b"_raw";
    Fields: b"fields";
    Source: b"_source";
    Event: b"event";
    Original: b"original" | b"event.original";
    Data: b"data";
    Office365: b"office365" | b"data.office365";
    O365: b"o365";
    Audit: b"audit" | b"o365.audit" | b"o365audit";
    // The same as a column of Log Analytics; never a wrapper.
    ResultColumn: b"Result";
    ResultIndex: b"ResultIndex";
    ResultCount: b"ResultCount";
    // The directory tenant of a diagnostic setting. `TenantId` is another thing: the workspace.
    LogTenant: b"tenantId" | b"AADTenantId" | b"AadTenantId";

    // Every record of the unified audit log.
    CreationTime: b"CreationTime";
    Id: b"Id" | b"id";
    Operation: b"Operation";
    OrganizationId: b"OrganizationId" | b"OrganizationId_";
    RecordType: b"RecordType";
    UserKey: b"UserKey";
    UserType: b"UserType" | b"userType";
    Workload: b"Workload";
    ClientIp: b"ClientIP";
    ObjectId: b"ObjectId";
    UserId: b"UserId" | b"userId" | b"UserId_";
    UserAgent: b"UserAgent" | b"userAgent";
    ExtendedProperties: b"ExtendedProperties";
    ListName: b"Name";
    ListValue: b"Value";
    // Entra.
    Actor: b"Actor";
    Target: b"Target";
    ListId: b"ID";
    ListType: b"Type";
    ActorContextId: b"ActorContextId";
    TargetContextId: b"TargetContextId";
    ActorIpAddress: b"ActorIpAddress";
    IntraSystemId: b"IntraSystemId" | b"IntraSystemsId";
    SupportTicketId: b"SupportTicketId";
    ApplicationId: b"ApplicationId";
    ErrorNumber: b"ErrorNumber";
    DeviceProperties: b"DeviceProperties";
    RequestType: b"RequestType";
    ResultStatus: b"ResultStatus";
    ResultStatusDetail: b"ResultStatusDetail";
    UserAuthenticationMethod: b"UserAuthenticationMethod";
    // The token, as workloads tell it.
    AppAccessContext: b"AppAccessContext";
    AadSessionId: b"AADSessionId";
    UniqueTokenId: b"UniqueTokenId";
    IssuedAtTime: b"IssuedAtTime";
    ClientAppId: b"ClientAppId";
    ApiId: b"APIId";
    UserObjectId: b"UserObjectId";
    AppId: b"AppId" | b"appId";
    SessionId: b"SessionId" | b"SessionID" | b"sessionId";
    TokenObjectId: b"TokenObjectId";
    TokenTenantId: b"TokenTenantId";
    DeviceId: b"DeviceId" | b"deviceId" | b"C_DeviceId" | b"c_DeviceId";
    // Exchange and Teams.
    ExternalAccess: b"ExternalAccess";
    LogonType: b"LogonType" | b"Logon_Type";
    Parameters: b"Parameters";
    ExternalUserTenantId: b"ExternalUserTenantId";
    ClientIpAddress: b"ClientIPAddress" | b"Client_IPAddress";
    ActorIp: b"ActorIP";
    ParticipantInfo: b"ParticipantInfo";
    HasForeignTenantUsers: b"HasForeignTenantUsers";
    ParticipatingTenantIds: b"ParticipatingTenantIds";

    // Sign-in logs: Graph and diagnostic settings in camel case, Log Analytics in Pascal case.
    CreatedDateTime: b"createdDateTime" | b"CreatedDateTime";
    TimeGenerated: b"TimeGenerated" | b"timeGenerated";
    PortalTime: b"Date (UTC)";
    UserPrincipalName: b"userPrincipalName" | b"UserPrincipalName";
    ServicePrincipalId: b"servicePrincipalId" | b"ServicePrincipalId";
    IpAddress: b"ipAddress" | b"IPAddress" | b"IpAddress";
    DeviceDetail: b"deviceDetail" | b"DeviceDetail";
    Status: b"status" | b"Status";
    ErrorCode: b"errorCode" | b"ErrorCode";
    FailureReason: b"failureReason";
    Location: b"location" | b"LocationDetails";
    City: b"city" | b"City";
    Country: b"countryOrRegion" | b"Country";
    ResultType: b"resultType" | b"ResultType";
    ResourceId: b"resourceId";
    ResourceIdentity: b"ResourceIdentity";
    ResourceTenantId: b"resourceTenantId" | b"ResourceTenantId";
    HomeTenantId: b"homeTenantId" | b"HomeTenantId";
    CrossTenantAccessType: b"crossTenantAccessType" | b"CrossTenantAccessType";
    UniqueTokenIdentifier: b"uniqueTokenIdentifier" | b"UniqueTokenIdentifier";
    OriginalTransferMethod: b"originalTransferMethod" | b"OriginalTransferMethod";
    AuthenticationProtocol: b"authenticationProtocol" | b"AuthenticationProtocol";

    // Microsoft Graph activity logs.
    RequestId: b"requestId" | b"RequestId";
    SignInActivityId: b"signInActivityId" | b"SignInActivityId";
    RequestUri: b"requestUri" | b"RequestUri";
    RequestMethod: b"requestMethod" | b"RequestMethod";
    TokenIssuedAt: b"tokenIssuedAt" | b"TokenIssuedAt";
    IdentityProvider: b"identityProvider" | b"IdentityProvider";
    ClaimSid: b"C_Sid" | b"c_Sid";
    UserPrincipalObjectId: b"UserPrincipalObjectID" | b"userPrincipalObjectID";

    // Sentinel's table of Microsoft 365, which renames what its own columns would hide.
    OfficeId: b"OfficeId";
    OfficeWorkload: b"OfficeWorkload";
    OfficeObjectId: b"OfficeObjectId";
    // Defender's tables.
    Timestamp: b"Timestamp";
    // A resource's application in Defender, a path of Azure in Log Analytics.
    UpperResourceId: b"ResourceId";
    AccountObjectId: b"AccountObjectId";
    AccountUpn: b"AccountUpn";
    IsExternalUser: b"IsExternalUser";
    IsGuestUser: b"IsGuestUser";
    // Azure's activity log, with the claims of the token that was used.
    Claims: b"Claims" | b"Claims_d" | b"claims";
    Identity: b"identity";
    OperationName: b"OperationNameValue" | b"OperationName" | b"operationName";
    EventDataId: b"EventDataId" | b"eventDataId";
    EventTime: b"EventSubmissionTimestamp" | b"eventTimestamp" | b"time";
    Caller: b"Caller" | b"caller";
    CallerIpAddress: b"CallerIpAddress" | b"callerIpAddress";
    ActivityStatus: b"ActivityStatusValue" | b"ActivityStatus";
    Uti: b"uti";
    Sid: b"sid";
    Iat: b"iat";
    Aud: b"aud";
    Puid: b"puid";
    ClaimAppId: b"appid";
    ClaimAddress: b"ipaddr";
    ClaimObjectId: b"http://schemas.microsoft.com/identity/claims/objectidentifier" | b"oid";
    ClaimTenantId: b"http://schemas.microsoft.com/identity/claims/tenantid" | b"tid";
    ClaimIdentityProvider: b"http://schemas.microsoft.com/identity/claims/identityprovider" | b"idp";
    ClaimName: b"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"
        | b"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name" | b"upn" | b"unique_name";
    // What queries of `hunt` return.
    HuntTime: b"Time";
    HuntSource: b"Source";
    HuntUser: b"User";
    HuntIp: b"Ip";
    HuntApp: b"App";
    HuntResource: b"Resource";
    HuntRecord: b"Record";
    HuntActorTenant: b"ActorTenant";
    HuntOwnTenant: b"OwnTenant";
    HuntWhy: b"Why";
    // Columns of the normalised record that no log spells so (`column.rs`).
    FlatTime: b"t";
    FlatOperation: b"op";
    FlatRecordType: b"rt";
    FlatOrganization: b"org";
    FlatActorTenant: b"actor_tenant";
    FlatUserKey: b"ukey";
    FlatUserType: b"utype";
    FlatResource: b"res";
    FlatAddress: b"ip";
    FlatRequest: b"req";
    FlatRequestType: b"reqtype";
    FlatTicket: b"ticket";
    FlatWorkload: b"workload";
    FlatDevice: b"dev";
    FlatError: b"error";
    FlatLog: b"log";
    FlatLogTenant: b"log_tenant";
    FlatTargetTenant: b"target_tenant";
    FlatTokenTenant: b"token_tenant";
    FlatAccess: b"access";
    FlatExternal: b"external";
    FlatFailed: b"failed";
    FlatExternalAccess: b"external_access";
    FlatLogonType: b"logon";
    FlatChat: b"chat";
    FlatForward: b"forward";
    FlatMethod: b"method";
    FlatTransfer: b"transfer";
    FlatAgent: b"agent";
    FlatObject: b"object";
    FlatObjectIds: b"oids";
    FlatPuids: b"puids";
    FlatUsers: b"users";
    FlatActors: b"actors";
    FlatApps: b"apps";
    FlatResources: b"resources";
    FlatApis: b"apis";
    FlatSessions: b"sids";
    FlatAddresses: b"ips";
    // The directory's own audit log.
    ActivityDisplayName: b"activityDisplayName" | b"ActivityDisplayName";
    ActivityDateTime: b"activityDateTime" | b"ActivityDateTime";
    InitiatedBy: b"initiatedBy" | b"InitiatedBy";
    InitiatingUser: b"user";
    InitiatingApp: b"app";
    DisplayName: b"displayName";
}

/// Columns that the Entra portal writes into its CSV downloads, in lower case and with single blanks
/// (its own headers end in blanks and hold double ones).
const PORTAL_COLUMNS: &[(&str, Name)] = &[
    ("date (utc)", Name::PortalTime),
    ("request id", Name::Id),
    ("user agent", Name::UserAgent),
    ("user id", Name::UserId),
    ("username", Name::UserPrincipalName),
    ("user type", Name::UserType),
    ("cross tenant access type", Name::CrossTenantAccessType),
    ("authentication protocol", Name::AuthenticationProtocol),
    ("unique token identifier", Name::UniqueTokenIdentifier),
    ("original transfer method", Name::OriginalTransferMethod),
    ("service principal id", Name::ServicePrincipalId),
    ("application id", Name::AppId),
    ("resource id", Name::ResourceId),
    ("resource tenant id", Name::ResourceTenantId),
    ("home tenant id", Name::HomeTenantId),
    ("ip address", Name::IpAddress),
    ("status", Name::Status),
    ("sign-in error code", Name::ErrorCode),
    ("failure reason", Name::FailureReason),
    ("location", Name::Location),
    ("session id", Name::SessionId),
    ("device id", Name::DeviceId),
];

impl Name {
    /// The names behind the columns of a table. Those of `hunt` are plain words (`User`, `App`), which
    /// only a table with all its marks means so.
    pub(super) fn of_columns(titles: &[&str]) -> Vec<Option<Self>> {
        let names: Vec<_> = titles.iter().map(|title| Self::of_column(title)).collect();
        let has = |name: Self| names.contains(&Some(name));
        let are_rows = has(Self::HuntOwnTenant) && has(Self::HuntRecord) && has(Self::HuntWhy);
        let are_records = has(Self::FlatOrganization) && has(Self::FlatLog);
        let is_meant = |name: &Self| match *name as usize {
            at if (Self::HuntTime as usize..=Self::HuntWhy as usize).contains(&at) => are_rows,
            at if (Self::FlatTime as usize..=Self::FlatAddresses as usize).contains(&at) => {
                are_records
            }
            _ => true,
        };
        let meant = |name: &Option<Self>| (*name).filter(is_meant);
        names.iter().map(meant).collect()
    }

    /// The name behind a column of a table: as in JSON, as the portal titles it, or with the unit
    /// that Log Analytics adds (`TimeGenerated [UTC]`).
    pub(super) fn of_column(title: &str) -> Option<Self> {
        let title = title.trim().trim_end_matches("[UTC]").trim_end();
        let plain = || {
            let words: Vec<&str> = title.split_whitespace().collect();
            words.join(" ").to_lowercase()
        };
        Self::of(title).or_else(|| {
            let title = plain();
            let column = PORTAL_COLUMNS.iter().find(|(known, _)| *known == title);
            column.map(|&(_, name)| name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_member_meet_and_the_workspace_stays_apart() {
        assert_eq!(Name::of("sessionId"), Name::of("SessionID"));
        assert_eq!(Name::of("TenantId"), None);
        assert_eq!(Name::of("tenantId"), Some(Name::LogTenant));
        assert_ne!(Name::of("ResourceId"), Name::of("resourceId"));
    }

    #[test]
    fn columns_are_known_however_the_portal_blanks_them() {
        for title in ["Application ID ", "application  id", "AppId", " appId"] {
            assert_eq!(Name::of_column(title), Some(Name::AppId), "{title}");
        }
        assert_eq!(
            Name::of_column("TimeGenerated [UTC]"),
            Some(Name::TimeGenerated)
        );
        assert_eq!(Name::of_column("Application"), None);
    }
}
