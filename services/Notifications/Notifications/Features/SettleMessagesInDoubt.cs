using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.Channels;
using Notifications.Data;
using Rules;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using ServiceDefaults.Work;

namespace Notifications.Features;

/// <summary>
/// A sender died, or its call broke, between the gateway's yes and our record of it. Before such a message is sent
/// again the gateway's own records are asked for its key (features.md N4). What remains open: see docs/adr/0006.
/// </summary>
internal sealed class SettleMessagesInDoubt(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    BusinessClock business,
    ILogger<SettleMessagesInDoubt> log
) : Sweep(scopes, log)
{
    private readonly ILogger _log = log;

    protected override async Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<NotificationsDb>();
        var gateway = services.GetRequiredService<GatewayRecords>();
        await using var claim = await db.Database.BeginTransactionAsync(ct);
        var now = clock.Now();
        var inDoubt = await db
            .Messages.FromSql(
                $"""
                select * from messages
                 where status = 'Sending' and claimed_until <= {now}
                 limit 20
                   for update skip locked
                """
            )
            .ToListAsync(ct);
        foreach (var message in inDoubt)
        {
            using var span = StoredTrace.Continue("settle message in doubt", message.Traceparent);
            var taken = await gateway.KnowAsync(message.Id, ct);
            _log.LogWarning("Message {MessageId} was in doubt; taken by the gateway: {Taken}", message.Id, taken);
            if (taken)
            {
                message.Accept(business.Now());
            }
            else
            {
                message.PutBack("The gateway never took it.", now);
            }
        }

        await db.SaveChangesAsync(ct);
        await claim.CommitAsync(ct);
        return inDoubt.Count;
    }
}
