using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notifications.Data;
using Notifications.Domain;
using Rules;

namespace Notifications.Features;

/// <summary>
/// Writes down what attempts met, as many in one commit as have come home meanwhile (features.md N9: a commit for each
/// would be the limit, not the partners). What cannot be written down is found by its claim and sent again.
/// </summary>
internal sealed class RecordAttempts(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RecordAttempts> log)
    : BackgroundService
{
    private const int AtOnce = 256;

    private readonly System.Threading.Channels.Channel<AttemptMade> _made =
        System.Threading.Channels.Channel.CreateUnbounded<AttemptMade>(new() { SingleReader = true });

    /// <summary>The caller goes on with its next call; at most its claims wait here.</summary>
    public void Add(Delivery sent, AttemptOutcome outcome) => _made.Writer.TryWrite(new(sent, outcome));

    /// <summary>Stops after the senders did, with everything written down that they brought home.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _made.Writer.TryComplete();
        return (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _made.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var home = new List<AttemptMade>();
            while (home.Count < AtOnce && _made.Reader.TryRead(out var attempt))
            {
                home.Add(attempt);
            }

            if (!await TryRecordAsync(home) && home.Count > 1)
            {
                // One that cannot be written down must not take the others with it.
                foreach (var attempt in home)
                {
                    await TryRecordAsync([attempt]);
                }
            }
        }
    }

    private async Task<bool> TryRecordAsync(List<AttemptMade> home)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await RecordAsync(scope.ServiceProvider.GetRequiredService<NotificationsDb>(), home);
            return true;
        }
        catch (Exception e)
        {
            log.LogError(e, "{Attempts} attempts are made again when their claims run out", home.Count);
            return false;
        }
    }

    private async Task RecordAsync(NotificationsDb db, List<AttemptMade> home)
    {
        await using var turn = await db.Database.BeginTransactionAsync();
        var deliveries = await db.LockDeliveriesAsync(home.Select(attempt => attempt.Sent.Id), CancellationToken.None);
        var now = clock.Now();
        foreach (var (sent, outcome) in home)
        {
            // One that is not under way any more: we were thought dead, and another sender has it.
            if (deliveries.GetValueOrDefault(sent.Id) is not { } delivery || !delivery.IsUnderWay(sent.Attempts))
            {
                continue;
            }

            delivery.Record(outcome, now, Random.Shared.NextDouble());
            if (delivery.Status is DeliveryStatus.Failed or DeliveryStatus.Gone)
            {
                await delivery.TellOwnerAsync(db, now, CancellationToken.None);
            }

            if (delivery.Status == DeliveryStatus.Gone)
            {
                await db.EndSiblingsAsync(delivery, CancellationToken.None);
            }
        }

        await db.SaveChangesAsync();
        await turn.CommitAsync();
    }

    private sealed record AttemptMade(Delivery Sent, AttemptOutcome Outcome);
}
