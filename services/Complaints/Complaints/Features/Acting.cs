using System.Diagnostics;
using Complaints.Domain;
using ServiceDefaults.Security;

namespace Complaints.Features;

internal static class Acting
{
    /// <summary>The caller as the history will name him.</summary>
    public static Actor AsActor(this Caller caller) => new(caller.Subject, caller.Role, TraceId);

    /// <summary>The service by itself, in a sweep or consumer.</summary>
    public static Actor Service => new("complaints", Roles.Service, TraceId);

    private static string? TraceId => Activity.Current?.TraceId.ToString();
}
