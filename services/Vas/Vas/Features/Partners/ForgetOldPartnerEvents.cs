using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rules;
using ServiceDefaults.Work;
using Vas.Data;

namespace Vas.Features.Partners;

/// <summary>The feed keeps events for <see cref="Kept"/>: they hold service numbers, and are no archive (V10).</summary>
internal sealed class ForgetOldPartnerEvents(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<ForgetOldPartnerEvents> log
) : Sweep(scopes, log)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    protected override TimeSpan Rest => TimeSpan.FromMinutes(10);

    protected override Task<int> DoDueWorkAsync(IServiceProvider services, CancellationToken ct)
    {
        var before = clock.Now() - Kept;
        return services
            .GetRequiredService<VasDb>()
            .Database.ExecuteSqlAsync(
                $"""
                delete from partner_events
                 where event_id in (select event_id from partner_events
                                     where created_at < {before} order by created_at limit 1000)
                """,
                ct
            );
    }
}
