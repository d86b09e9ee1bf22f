using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ApiConventions.Writes;

/// <summary>
/// Between the look at <c>If-Match</c> and the use case's own read another write may have come in: what is saved must
/// have been decided on the version that the client named.
/// </summary>
internal sealed class IfMatchAtSave(IHttpContextAccessor http) : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (
            http.HttpContext is { Request.Headers.IfMatch: { Count: > 0 } wanted } context
            && Ids.TryRead(context.GetRouteValue(), out var id)
            && DecidedOn(eventData.Context!, id) is { } version
            && !Preconditions.IsMet(wanted, version)
        )
        {
            throw new Stale();
        }

        return ValueTask.FromResult(result);
    }

    /// <summary>The version at which the addressed resource was read; null when it is not being changed.</summary>
    private static long? DecidedOn(DbContext db, Guid id) =>
        db
            .ChangeTracker.Entries()
            .Where(entry => entry.State == EntityState.Modified)
            .Select(entry => (entry, token: entry.Metadata.FindProperty("Version")))
            .Where(changed => changed.token is { IsConcurrencyToken: true })
            .Where(changed => Equals(changed.entry.Property("Id").CurrentValue, id))
            .Select(changed => (long?)changed.entry.Property("Version").OriginalValue)
            .SingleOrDefault();
}
