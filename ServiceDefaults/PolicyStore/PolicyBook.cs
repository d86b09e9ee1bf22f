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
) : IDisposable
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(30);

    private readonly WorkingCalendar _calendar = WorkingCalendars.Read(configuration["Policies:Calendar"] ?? "CN");
    private readonly string[] _jurisdictions =
        configuration.GetSection("Policies:Jurisdictions").Get<string[]>() ?? ["CN-national"];
    private readonly SemaphoreSlim _reading = new(1);
    private int _generation;
    private Page? _open;

    /// <summary>
    /// Every version there is, and how to ask what holds. While one caller reads again the others go on with the page
    /// they have: none of them waits for a second connection with its own in hand.
    /// </summary>
    public async ValueTask<PoliciesInForce> ReadAsync(CancellationToken ct)
    {
        var page = Volatile.Read(ref _open);
        if (page is not null && page.Generation == Volatile.Read(ref _generation) && !IsOld(page))
        {
            return page.Policies;
        }

        if (page is null)
        {
            await _reading.WaitAsync(ct);
        }
        else if (!await _reading.WaitAsync(TimeSpan.Zero, ct))
        {
            return page.Policies;
        }

        try
        {
            var (generation, readAt) = (Volatile.Read(ref _generation), clock.GetTimestamp()); // before the query
            await using var scope = scopes.CreateAsyncScope();
            var policies = await OpenAsync(scope.ServiceProvider.GetRequiredService<ServiceDb>(), ct);
            Volatile.Write(ref _open, new Page(policies, generation, readAt));
            return policies;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>As they stand in the database now, for those who decide on them.</summary>
    public async Task<PoliciesInForce> OpenAsync(ServiceDb db, CancellationToken ct)
    {
        var versions = await db.Set<PolicyVersion>().AsNoTracking().ToListAsync(ct);
        return new(new Policies(keys.Comparators, versions, _calendar), versions, _jurisdictions, _calendar);
    }

    /// <summary>A change was decided: the next to ask reads again.</summary>
    public void Forget() => Interlocked.Increment(ref _generation);

    public void Dispose() => _reading.Dispose();

    private bool IsOld(Page page) => clock.GetElapsedTime(page.ReadAt) >= ReadAgainAfter;

    private sealed record Page(PoliciesInForce Policies, int Generation, long ReadAt);
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

    /// <summary>A policy that is a plain number, as of a moment.</summary>
    /// <exception cref="RuleViolation">
    /// <c>policy.not-a-number</c>; and as for <see cref="Effective"/>.
    /// </exception>
    public decimal Number(string key, DateTimeOffset at) => Effective(key, at).Winner.AsNumber();

    /// <summary>When a version takes effect that does not hold yet at a moment; null when none is known.</summary>
    public DateTimeOffset? NextChangeAfter(DateTimeOffset at) =>
        Versions
            .Where(version => version.EffectiveFrom > at && Jurisdictions.Contains(version.Jurisdiction))
            .Select(version => (DateTimeOffset?)version.EffectiveFrom)
            .Min();
}
