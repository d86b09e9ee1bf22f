using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Complaints.Domain;
using Grpc.Core;
using Loyalty.Contracts.V1;
using Microsoft.Extensions.Logging;

namespace Complaints.Features;

/// <summary>
/// Asks Loyalty for a customer's tier (features.md C5). Whatever is wrong with Loyalty, the case is taken: the tier is
/// then asked again by <see cref="AskDueTiers"/>. A platform without Loyalty goes by severity alone.
/// </summary>
internal sealed class TierInquiry(
    TimeProvider clock,
    ILogger<TierInquiry> log,
    TierLookup.TierLookupClient? loyalty = null
)
{
    /// <summary>A customer waits on the line, and the tier decides nothing that cannot be made up for.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    public async Task<TierAnswer> AskAsync(Guid? accountId, CancellationToken ct)
    {
        if (loyalty is null || accountId is not { } id)
        {
            return TierAnswer.NotNeeded;
        }

        try
        {
            var answer = await loyalty.GetTierAsync(
                new GetTierRequest { AccountId = id.ToString() },
                deadline: clock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
            return TierAnswer.Of(Words.Read<CustomerTier>(answer.Tier_) ?? CustomerTier.None);
        }
        catch (Exception e) when (e is RpcException or HttpRequestException && !ct.IsCancellationRequested)
        {
            log.LogWarning("Loyalty did not answer, the case goes without a tier for now: {Reason}", e.Message);
            return TierAnswer.Away;
        }
    }
}
