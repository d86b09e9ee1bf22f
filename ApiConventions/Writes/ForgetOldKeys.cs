using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiConventions.Writes;

/// <summary>Removes first answers that are older than they are kept, once an hour.</summary>
internal sealed class ForgetOldKeys(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ForgetOldKeys> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<DbContext>();
                await db.Database.ExecuteSqlAsync(
                    $"delete from idempotency_keys where claimed_at < {clock.GetUtcNow() - FirstAnswers.Kept}",
                    stoppingToken
                );
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "Old idempotency keys stay for another hour");
            }
        } while (await hourly.WaitForNextTickAsync(stoppingToken));
    }
}
