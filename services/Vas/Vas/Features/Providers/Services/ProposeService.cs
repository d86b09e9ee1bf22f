using System;
using System.ComponentModel.DataAnnotations;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Services;

/// <param name="ProviderId">Whose it is; a provider may leave itself out.</param>
/// <param name="AccessCode">The port that its messages come from, 4 to 20 digits, no other service's.</param>
/// <param name="Price">Per period, in yuan.</param>
/// <param name="Period">once or month.</param>
/// <param name="TrialDays">Free days at the start; none unless given.</param>
/// <param name="TrialTurnsPaid">A trial ends by itself: true is refused.</param>
public sealed record ProposeServiceRequest(
    string? ProviderId,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(60, MinimumLength = 2, ErrorMessage = "2 to 60 characters are expected.")
    ]
        string NameZh,
    [
        Required(ErrorMessage = "It is mandatory."),
        StringLength(60, MinimumLength = 2, ErrorMessage = "2 to 60 characters are expected.")
    ]
        string NameEn,
    [
        Required(ErrorMessage = "It is mandatory."),
        RegularExpression("^[0-9]{4,20}$", ErrorMessage = "4 to 20 digits are expected.")
    ]
        string AccessCode,
    [Required(ErrorMessage = "It is mandatory."), Range(0.01, 1000, ErrorMessage = "0.01 to 1000 yuan are expected.")]
        decimal? Price,
    [Required(ErrorMessage = "It is mandatory.")] string Period,
    [Range(0, 365, ErrorMessage = "0 to 365 days are expected.")] int? TrialDays,
    bool? TrialTurnsPaid
);

/// <summary>The first of two persons, or the provider itself, proposes a service with all its terms (features.md V2).</summary>
internal static class ProposeService
{
    public static void Map(RouteGroupBuilder services) =>
        services.MapPost("", Handle).RequireRoles(Roles.Finance, Roles.Clerk, Roles.Partner);

    private static async Task<Created<VasServiceView>> Handle(
        ProposeServiceRequest request,
        VasDb db,
        Caller caller,
        BusinessClock clock,
        CancellationToken ct
    )
    {
        var named = request.ProviderId ?? caller.PartnerId?.ToString() ?? "";
        await using var own = await db.BeginOwnAsync(ct);
        if (Ids.TryRead(named, out var held))
        {
            // Whoever proposes next counts on: a provider's services are numbered.
            await db.HoldProviderAsync(held, ct);
        }

        var provider =
            await db.Providers.VisibleTo(caller).WithIdAsync(named, ct)
            ?? throw new InvalidInput("providerId", "There is no such provider.");
        var period =
            Words.Read<ServicePeriod>(request.Period)
            ?? throw new InvalidInput("period", $"One of {Words.All<ServicePeriod>()} is expected.");
        if (
            await db.Services.AnyAsync(
                it => it.AccessCode == request.AccessCode && it.Status != VasServiceStatus.Withdrawn,
                ct
            )
        )
        {
            throw new RuleViolation("service.access-code-taken", "Another service has this access code.");
        }

        var now = clock.Now();
        var service = VasService.Propose(
            Guid.CreateVersion7(now),
            provider,
            new(
                request.NameZh,
                request.NameEn,
                request.AccessCode,
                request.Price!.Value,
                period,
                request.TrialDays ?? 0,
                request.TrialTurnsPaid ?? false
            ),
            caller.Subject,
            now
        );
        db.Services.Add(service);
        await db.SaveChangesAsync(ct);
        await own.CommitOwnAsync(ct);
        var view = VasServiceView.Of(service, provider, caller.IsProviderStaff());
        return TypedResults.Created(view.Href, view);
    }
}
