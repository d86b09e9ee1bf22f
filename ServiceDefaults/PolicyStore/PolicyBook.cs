using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rules;
using ServiceDefaults.Data;

namespace ServiceDefaults.PolicyStore;

/// <summary>
/// What the service's policies come to, kept in memory. It is read again when a change is heard of and, should the
/// broker have been away at that moment, after half a minute at the latest.
/// </summary>
public sealed class PolicyBook(
    IServiceScopeFactory scopes,
    PolicyKeys keys,
    IConfiguration configuration,
    TimeProvider clock
)
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(30);

    private readonly WorkingCalendar _calendar = WorkingCalendars.Read(configuration["Policies:Calendar"] ?? "CN");
    private readonly string[] _jurisdictions =
        configuration.GetSection("Policies:Jurisdictions").Get<string[]>() ?? ["CN-national"];
    private Page? _open;

    /// <summary>Every version there is, and how to ask what holds.</summary>
    public async ValueTask<PoliciesInForce> ReadAsync(CancellationToken ct)
    {
        if (Volatile.Read(ref _open) is { } page && clock.GetElapsedTime(page.ReadAt) < ReadAgainAfter)
        {
            return page.Policies;
        }

        var readAt = clock.GetTimestamp(); // before the query: what changes meanwhile is seen the next time
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        var versions = await db.Set<PolicyVersion>().AsNoTracking().ToListAsync(ct);
        var policies = new PoliciesInForce(
            new Policies(keys.Comparators, versions, _calendar),
            versions,
            _jurisdictions,
            _calendar
        );
        Volatile.Write(ref _open, new Page(policies, readAt));
        return policies;
    }

    /// <summary>A change was decided: whoever asks next reads again.</summary>
    public void Forget() => Volatile.Write(ref _open, null);

    private sealed record Page(PoliciesInForce Policies, long ReadAt);
}

/// <summary>The service's policies as they were just read.</summary>
/// <param name="All">By key, jurisdiction and time.</param>
/// <param name="Versions">The rows.</param>
/// <param name="Jurisdictions">Those that apply to this operator (<c>Policies:Jurisdictions</c>).</param>
/// <param name="Calendar">By which working time runs (<c>Policies:Calendar</c>).</param>
public sealed record PoliciesInForce(
    Policies All,
    IReadOnlyList<PolicyVersion> Versions,
    IReadOnlyList<string> Jurisdictions,
    WorkingCalendar Calendar
)
{
    /// <summary>The newest version, in force or yet to come, with all rows that it has.</summary>
    public IReadOnlyList<PolicyVersion> Newest(string key, string jurisdiction) =>
        Versions
            .Where(version => version.Key == key && version.Jurisdiction == jurisdiction)
            .GroupBy(version => version.Version)
            .MaxBy(rows => rows.Key)
            ?.ToList()
        ?? [];

    /// <inheritdoc cref="Policies.Effective"/>
    public EffectivePolicy Effective(string key, DateTimeOffset at) => All.Effective(key, Jurisdictions, at);
}
