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

    /// <summary>Whom another service's event names; the service itself where it names nobody.</summary>
    public static Actor For(string? subject, string? role) =>
        subject is null || role is null ? Service : new(subject, role, TraceId);

    private static string? TraceId => Activity.Current?.TraceId.ToString();
}
