using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Vas.Data;
using Vas.Domain.Providers;
using Vas.Features.Providers.Blacklists;

namespace Vas.Features.Providers;

/// <summary>An application for the register, whichever API it comes through (features.md V1, V12).</summary>
internal sealed class ProviderIntake(VasDb db, PolicyBook policies, Caller caller, BusinessClock clock)
{
    /// <exception cref="RuleViolation">
    /// <c>provider.blacklisted</c>, <c>provider.licence-registered</c>, <c>provider.unknown-definition</c>.
    /// </exception>
    public async Task<(Provider Provider, ScoreTerms Terms)> TakeAsync(
        ProviderDetails details,
        IReadOnlyList<ProviderContact> contacts,
        CancellationToken ct
    )
    {
        var now = clock.Now();
        var terms = (await policies.ReadAsync(ct)).ScoreTermsAt(now);
        await db.RequireFreeLicenceAsync(details.Licence, except: null, now, ct);
        var provider = Provider.Apply(
            Guid.CreateVersion7(now),
            await db.NextProviderNumberAsync(ct),
            details,
            contacts,
            terms,
            caller.Subject,
            now
        );
        db.Providers.Add(provider);
        await db.SaveChangesAsync(ct);
        return (provider, terms);
    }
}

internal static class LicenceRules
{
    /// <summary>Neither blacklisted nor somebody else's; the unique index lets only one of two at once pass.</summary>
    public static async Task RequireFreeLicenceAsync(
        this VasDb db,
        string? licence,
        Guid? except,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (licence is null)
        {
            return;
        }

        Provider.RequireNotBlacklisted(await db.IsBlacklistedAsync(BlacklistKind.Provider, licence, now, ct));
        var isTaken = await db.Providers.AnyAsync(
            it =>
                it.Licence == licence
                && it.Id != except
                && it.Status != ProviderStatus.Exited
                && it.Status != ProviderStatus.Rejected,
            ct
        );
        if (isTaken)
        {
            throw new RuleViolation("provider.licence-registered", "Another provider has this licence.");
        }
    }
}
