namespace Complaints.Domain;

/// <summary>What kind of contact a case is (features.md C1). Only complaints enter rates.</summary>
public enum TicketType
{
    Enquiry,
    Request,
    Fault,
    Complaint,
    Suggestion,
    Praise,

    /// <summary>举报: tells of somebody else's wrong; may be anonymous.</summary>
    Report,
}

/// <summary>What a case is about (features.md C1).</summary>
public enum CaseNature
{
    Billing,
    Tariff,

    /// <summary>诱导消费.</summary>
    InducedConsumption,

    /// <summary>强制订购: a value-added service that nobody asked for.</summary>
    ForcedSubscription,

    /// <summary>手机吸费: a handset that charges by itself.</summary>
    HandsetFeeSucking,
    Network,
    Install,
    Repair,
    StaffAttitude,
    Queueing,
    Privacy,
    Spam,
    BadSite,
    WaterPressure,
    Meter,
}

public enum Severity
{
    Critical,
    Major,
    Minor,
    Low,
}

/// <summary>Where a case came in (features.md C1).</summary>
public enum IntakeChannel
{
    Hotline,
    Hall,
    Web,
    App,
    Ivr,
    Kiosk,
    Chat,
    Social,
    Letter,
    SuggestionBook,
    KeyAccountManager,
    PublicSupervisor,
    ManagerHotline,
    DutyDesk,
    Survey,
    MysteryVisit,
    Regulator,
    Partner,

    /// <summary>The platform itself found a promise broken and opened the case; no client opens one so.</summary>
    Platform,
}

/// <summary>Whether the account a case names is known to Billing.</summary>
public enum AccountCheck
{
    /// <summary>The case names no account.</summary>
    NotNeeded,
    Verified,

    /// <summary>Billing was away at intake; it is asked again until it answers.</summary>
    Unverified,

    /// <summary>Billing answered later that there is no such account: staff have to look.</summary>
    Unknown,
}

/// <summary>How far up a case has risen (features.md C4).</summary>
public enum EscalationLevel
{
    /// <summary>Whoever works on it.</summary>
    Handler,
    TeamLead,
    Department,
    GeneralManager,
}
