using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace ApiConventions.Writes;

/// <summary>A representation that knows which version of its resource it shows; it leaves as the <c>ETag</c>.</summary>
public interface IVersioned
{
    long Version { get; }
}

/// <summary>
/// <c>ETag</c> on what is answered, <c>If-Match</c> on what is asked (RFC 9110, 13.1.1): a write that was decided on an
/// older version is refused with 412 before anything is decided.
/// </summary>
/// <param name="versionOf">
/// The version of a resource that the caller may see; empty when there is none for him. Null where resources have no
/// version: nothing was ever tagged there, and the header asks for nothing.
/// </param>
internal sealed class Preconditions(Func<IServiceProvider, Guid, IQueryable<long>>? versionOf) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (
            versionOf is not null
            && http.Request.Headers.IfMatch is { Count: > 0 } wanted
            && Ids.TryRead(http.GetRouteValue(), out var id)
        )
        {
            var found = await versionOf(http.RequestServices, id).ToListAsync(http.RequestAborted);
            if (found is [var version] && !IsMet(wanted, version))
            {
                throw new Stale();
            }
        }

        var result = await next(context);
        var answered = result is INestedHttpResult nested ? nested.Result : result;
        if (answered is IValueHttpResult { Value: IVersioned resource })
        {
            http.Response.Headers.ETag = TagOf(resource.Version);
        }

        return result;
    }

    public static bool IsMet(StringValues wanted, long version) => wanted.Any(tags => Matches(tags, version));

    private static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static bool Matches(string? tags, long version) =>
        tags is not null
        && tags.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag == TagOf(version));
}

internal static class RouteId
{
    public static string? GetRouteValue(this HttpContext http) => http.Request.RouteValues["id"] as string;
}
