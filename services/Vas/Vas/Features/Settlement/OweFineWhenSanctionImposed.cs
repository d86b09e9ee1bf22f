using System;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>A fine is a penalty line of the provider's next statement (features.md V8, V9).</summary>
internal sealed class OweFineWhenSanctionImposed(VasDb db) : IConsumer<SanctionImposed>
{
    public const string Fine = "fine";

    public Task Consume(ConsumeContext<SanctionImposed> context) =>
        context.OnceAsync(db, nameof(OweFineWhenSanctionImposed), ct => HearAsync(context.Message, ct));

    private async Task HearAsync(SanctionImposed imposed, CancellationToken ct)
    {
        if (imposed is { Kind: Fine, Amount: { } amount, Currency: { } currency })
        {
            (await db.FineAsync(imposed.SanctionId, imposed.ProviderId, ct)).HearImposed(
                amount,
                currency,
                imposed.Reason,
                imposed.ImposedAt
            );
        }
    }
}

internal static class FineBook
{
    /// <summary>The fine as it is known, or a new one: which of its two events comes first is open.</summary>
    public static async Task<ProviderFine> FineAsync(this VasDb db, Guid sanction, Guid provider, CancellationToken ct)
    {
        var fine = await db.ProviderFines.SingleOrDefaultAsync(it => it.SanctionId == sanction, ct);
        if (fine is null)
        {
            fine = ProviderFine.Of(sanction, provider);
            db.ProviderFines.Add(fine);
        }

        return fine;
    }
}
