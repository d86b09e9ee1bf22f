using System.Collections.Generic;

namespace ServiceDefaults.Security;

/// <summary>Who may come in (design.md, Security). A token carries exactly one of these in its claim <c>role</c>.</summary>
public static class Roles
{
    /// <summary>A customer, bound to one account by the claim <c>account</c>.</summary>
    public const string Customer = "customer";

    /// <summary>A channel application that acts for customers: app, IVR, kiosk.</summary>
    public const string Channel = "channel";

    /// <summary>Takes and handles cases; has a unit and a grade.</summary>
    public const string Agent = "agent";
    public const string Technician = "technician";
    public const string Clerk = "clerk";
    public const string Auditor = "auditor";
    public const string Supervisor = "supervisor";
    public const string Leader = "leader";
    public const string Finance = "finance";
    public const string Ops = "ops";

    /// <summary>A service provider or a mall merchant, bound by the claim <c>partner</c>.</summary>
    public const string Partner = "partner";

    /// <summary>One of the platform's own services, in consumers and sweeps.</summary>
    public const string Service = "service";

    public static IReadOnlyList<string> All { get; } =
    [Customer, Channel, Agent, Technician, Clerk, Auditor, Supervisor, Leader, Finance, Ops, Partner, Service];

    /// <summary>Everybody who works for the operator.</summary>
    public static IReadOnlyList<string> Staff { get; } =
    [Agent, Technician, Clerk, Auditor, Supervisor, Leader, Finance, Ops];

    /// <summary>Staff who work on cases ; what each sees of them is the ownership rule of cases.</summary>
    public static IReadOnlyList<string> CaseStaff { get; } = [Agent, Supervisor, Leader, Auditor, Ops];
}
