using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using ServiceDefaults.Messaging;
using Vas.Contracts.Events.V1;
using Vas.Data;

namespace Vas.Features.Settlement;

/// <summary>A lifted fine is owed no more; what a statement took of it, a later one gives back (features.md V9).</summary>
internal sealed class ForgetFineWhenSanctionLifted(VasDb db) : IConsumer<SanctionLifted>
{
    public Task Consume(ConsumeContext<SanctionLifted> context) =>
        context.OnceAsync(db, nameof(ForgetFineWhenSanctionLifted), ct => HearAsync(context.Message, ct));

    private async Task HearAsync(SanctionLifted lifted, CancellationToken ct)
    {
        if (lifted.Kind == OweFineWhenSanctionImposed.Fine)
        {
            (await db.FineAsync(lifted.SanctionId, lifted.ProviderId, ct)).HearLifted(lifted.LiftedAt);
        }
    }
}
