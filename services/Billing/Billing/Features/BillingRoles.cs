using System.Collections.Generic;
using ServiceDefaults.Security;

namespace Billing.Features;

internal static class BillingRoles
{
    /// <summary>Staff who may look at any account.</summary>
    public static IReadOnlyList<string> Staff { get; } =
    [Roles.Agent, Roles.Clerk, Roles.Supervisor, Roles.Leader, Roles.Auditor, Roles.Finance, Roles.Ops];
}
