using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Work;

/// <summary>
/// Work that is due by a row's time (design.md, Data): every replica sweeps, rows are claimed with
/// <c>for update skip locked</c>, and a sweep that found something looks again at once.
/// </summary>
public abstract class Sweep(IServiceScopeFactory scopes, ILogger log) : BackgroundService
{
    /// <summary>How long to rest when nothing was due.</summary>
    protected virtual TimeSpan Rest => TimeSpan.FromMilliseconds(500);

    /// <summary>Claims and does what is due now.</summary>
    /// <returns>How many rows were worked on; 0 rests.</returns>
    protected abstract Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (await DoDueWorkAsync(scope.ServiceProvider, stoppingToken) == 0)
                {
                    await Task.Delay(Rest, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (Transient.Is(e))
            {
                log.LogWarning("{Sweep} pauses, its rows wait: {Reason}", GetType().Name, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (Exception e)
            {
                // A defect of ours in one sweep must not take the whole service down; it is in the log, again and again.
                log.LogError(e, "{Sweep} failed and tries again", GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }
}
