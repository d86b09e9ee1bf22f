using System.Collections.Generic;
using ServiceDefaults.Security;

namespace Loyalty.Features;

internal static class LoyaltyRoles
{
    /// <summary>Staff who may look at any member.</summary>
    public static IReadOnlyList<string> Staff { get; } =
    [Roles.Agent, Roles.Clerk, Roles.Supervisor, Roles.Leader, Roles.Auditor, Roles.Finance, Roles.Ops];
}
