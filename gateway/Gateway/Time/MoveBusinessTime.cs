using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Gateway.Time;

/// <param name="Hours">How far to go on: more than nothing, at most a year at a time.</param>
public sealed record MoveBusinessTimeRequest(
    [Range(0.001, 8784, ErrorMessage = "Hours from 0.001 to 8784 (a year) are expected.")] decimal Hours
);

public sealed record BusinessTimeView(DateTimeOffset BusinessTime, DateTimeOffset SystemTime);

/// <summary>
/// Ops move business time forward, so that a month can be played in minutes (design.md, Business time). There only when
/// the platform was started with <c>--simulated-clock</c>.
/// </summary>
internal static class MoveBusinessTime
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var time = app.MapGroup("/api/platform/v1/businessTime");
        time.MapGet("", Show).RequireAuthorization();
        time.MapPost("", Move).RequireRoles(Roles.Ops);
    }

    private static Ok<BusinessTimeView> Show(BusinessClock clock, TimeProvider system) =>
        TypedResults.Ok(new BusinessTimeView(clock.GetUtcNow(), system.GetUtcNow()));

    /// <summary>Answers once every process follows: whatever is asked after the answer is asked at the new time.</summary>
    private static async Task<Ok<BusinessTimeView>> Move(
        MoveBusinessTimeRequest request,
        BusinessClock clock,
        TimeProvider system,
        Caller caller,
        ILogger<BusinessClock> log,
        CancellationToken ct
    )
    {
        var now = clock.Advance(TimeSpan.FromHours((double)request.Hours));
        log.LogWarning("{Subject} moved business time {Hours} h forward to {Now}", caller.Subject, request.Hours, now);
        await Task.Delay(BusinessClock.FollowedWithin, system, ct);
        return TypedResults.Ok(new BusinessTimeView(now, system.GetUtcNow()));
    }
}
