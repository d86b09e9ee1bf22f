using System.Collections.Generic;
using System.Linq;
using ServiceDefaults.Security;

namespace Vas.Features.Providers;

internal static class ProviderRoles
{
    /// <summary>Staff who may look at any provider.</summary>
    public static IReadOnlyList<string> Staff { get; } =
    [Roles.Clerk, Roles.Supervisor, Roles.Leader, Roles.Auditor, Roles.Finance, Roles.Ops];

    /// <summary>Who judges providers.</summary>
    public static IReadOnlyList<string> Judges { get; } = [Roles.Supervisor, Roles.Finance];

    public static bool IsProviderStaff(this Caller caller) => Staff.Contains(caller.Role);
}
