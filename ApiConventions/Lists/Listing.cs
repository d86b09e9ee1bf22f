using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ApiConventions.Lists;

/// <summary>
/// Which attributes of a resource a list can be filtered by, and how each becomes SQL. Declared once per resource;
/// an attribute that is not declared is refused with 400 instead of being ignored or scanned for.
/// </summary>
public sealed class Listing<TEntity> : IListing
{
    private readonly Dictionary<string, Func<string, Expression<Func<TEntity, bool>>?>> _filters = new(
        StringComparer.Ordinal
    );

    IReadOnlyCollection<string> IListing.Attributes => _filters.Keys;

    /// <param name="attribute">The attribute as in the body, dotted for nested ones: <c>relatedEntity.id</c>.</param>
    /// <param name="where">The condition for a value; null when the attribute can never have that value.</param>
    public Listing<TEntity> FilterBy(string attribute, Func<string, Expression<Func<TEntity, bool>>?> where)
    {
        _filters.Add(attribute, where);
        return this;
    }

    /// <summary>By a time in the body: <c>payBy.lt</c>, which is TMF630's operator for before.</summary>
    public Listing<TEntity> FilterBefore(
        string attribute,
        Func<DateTimeOffset, Expression<Func<TEntity, bool>>> where
    ) => FilterBy(attribute + Listing.Before, text => Times.TryRead(text, out var time) ? where(time) : null);

    /// <summary>Filters, counts and pages in SQL.</summary>
    /// <param name="visible">What the caller may see, in the order of the list (newest first, then id).</param>
    /// <param name="http">Carries the query string.</param>
    /// <param name="view">The resource's body; runs on the page's entities only.</param>
    /// <param name="ct">Cancels the two queries.</param>
    /// <exception cref="InvalidInput">An unknown filter, or a limit or offset out of bounds.</exception>
    public async Task<ListAnswer<TView>> AnswerAsync<TView>(
        IOrderedQueryable<TEntity> visible,
        HttpContext http,
        Func<TEntity, TView> view,
        CancellationToken ct
    )
    {
        var request = ListRequest.Read(http.Request.Query);
        IQueryable<TEntity> found = visible;
        foreach (var (attribute, value) in request.Filters)
        {
            if (!_filters.TryGetValue(attribute, out var filter))
            {
                throw new InvalidInput(
                    attribute,
                    $"This list cannot be filtered by it; it can by {string.Join(", ", _filters.Keys)}."
                );
            }

            var where = filter(value) ?? throw new InvalidInput(attribute, "The attribute never has that value.");
            found = found.Where(where);
        }

        var total = await found.CountAsync(ct);
        var page = request.Limit == 0 ? [] : await found.Skip(request.Offset).Take(request.Limit).ToListAsync(ct);
        return new ListAnswer<TView>([.. page.Select(view)], total);
    }
}

internal static class Listing
{
    /// <summary>Behind an attribute: before the time that is given.</summary>
    public const string Before = ".lt";
}

/// <summary>What a list's document tells of it.</summary>
internal interface IListing
{
    /// <summary>The attributes that it can be filtered by.</summary>
    IReadOnlyCollection<string> Attributes { get; }
}
