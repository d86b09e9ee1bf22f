using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;
using MassTransit;

namespace ServiceDefaults.Messaging;

/// <summary>Some messages of a batch cannot be worked on; the others are committed.</summary>
/// <param name="why">By message id.</param>
internal sealed class PoisonInBatch(IReadOnlyDictionary<Guid, Exception> why)
    : Exception($"{why.Count} messages of a batch cannot be worked on.", why.Values.First())
{
    public IReadOnlyDictionary<Guid, Exception> Why => why;
}

/// <summary>
/// MassTransit lets every message of a batch fail with the batch. Here only the poison ones do, each for its own reason: what
/// else was in the batch, a second copy of a message in it too, is committed and ends well.
/// </summary>
internal sealed class FailAlone : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        try
        {
            await next.Send(context);
        }
        catch (PoisonInBatch batch)
        {
            if (batch.Why.TryGetValue(Inbox.IdOf(context), out var why))
            {
                ExceptionDispatchInfo.Throw(why);
            }
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("fail-alone");
}
