using System;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Providers;
using Vas.Domain.Settlement;

namespace Vas.Features.Providers.Sanctions;

/// <summary>
/// At the worst settlement grade nothing new of the provider is sold (features.md V9). Once a month: when persons lifted
/// that sanction, the next complaint of the same month does not put it on again.
/// </summary>
internal sealed class SuspendSalesWhenComplaintRateChanged(VasDb db, PolicyBook book, BusinessClock clock)
    : IConsumer<ComplaintRateChanged>
{
    /// <summary>What it rests on.</summary>
    private static readonly string[] Grades = [VasPolicies.RateT3, VasPolicies.FactorAboveT3];

    public async Task Consume(ConsumeContext<ComplaintRateChanged> context)
    {
        var (rate, ct) = (context.Message, context.CancellationToken);
        var policies = await book.ReadAsync(ct);
        var start = SettlementMonth.Read(rate.Period)!.Value.StartsAt(policies.Calendar.Zone); // whose terms made the factor
        if (
            rate.Factor >= 1
            || rate.Factor > policies.RateTermsAt(start).Grades[^1].Factor
            || await IsKnownAsync(rate, ct)
        )
        {
            return; // as of almost every rate: nobody is held up, and heard again it comes to nothing again
        }

        await using var turn = await db.Database.BeginTransactionAsync(ct); // the provider stays held until the commit
        await context.OnceAsync(
            db,
            nameof(SuspendSalesWhenComplaintRateChanged),
            _ => SuspendAsync(rate, policies, start, ct)
        );
        await turn.CommitAsync(ct);
    }

    private async Task SuspendAsync(
        ComplaintRateChanged rate,
        PoliciesInForce policies,
        DateTimeOffset start,
        CancellationToken ct
    )
    {
        await db.HoldProviderAsync(rate.ProviderId, ct);
        var provider = await db.Providers.SingleOrDefaultAsync(it => it.Id == rate.ProviderId, ct);
        if (provider?.Status is not (ProviderStatus.Active or ProviderStatus.SalesSuspended))
        {
            return; // it left meanwhile, and sells nothing anyway
        }

        if (await IsKnownAsync(rate, ct))
        {
            return;
        }

        var now = clock.Now();
        var sanction = provider.Impose(GroundsOf(rate, policies.VersionsOf(start, Grades)), Sanction.ByRule, now);
        await db.RecordAsync(provider, sanction, policies.ScoreTermsAt(now), now, ct);
    }

    private Task<bool> IsKnownAsync(ComplaintRateChanged rate, CancellationToken ct) =>
        db.Sanctions.AnyAsync(
            it =>
                it.ProviderId == rate.ProviderId && it.Cause == SanctionCause.ComplaintRate && it.Period == rate.Period,
            ct
        );

    private static SanctionGrounds GroundsOf(ComplaintRateChanged rate, string policyVersions) =>
        new(
            SanctionKind.NoNewSales,
            SanctionCause.ComplaintRate,
            $"Complaint rate of {rate.Period} by {rate.Definition}: {rate.Complaints} complaints on {rate.Subscribers} "
                + $"subscribers are {rate.Rate:0.####} per 10,000, settlement factor {rate.Factor:0.####}.",
            Period: rate.Period,
            PolicyVersions: policyVersions
        );
}
