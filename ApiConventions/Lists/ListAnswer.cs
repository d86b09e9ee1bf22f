using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using ApiConventions.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ApiConventions.Lists;

/// <summary>A bare JSON array with how many there are in all and here; 200 also for a part (tmf.md).</summary>
public sealed class ListAnswer<TView>(IReadOnlyList<TView> page, int total) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-Result-Count"] = page.Count.ToString(CultureInfo.InvariantCulture);
        if (Fields.Asked(httpContext) is { } fields)
        {
            var json = SelectFields.JsonOf(httpContext);
            var selected = page.Select(resource => Fields.Select(resource, fields, json));
            await response.WriteAsJsonAsync(selected, httpContext.RequestAborted);
            return;
        }

        await response.WriteAsJsonAsync(page, httpContext.RequestAborted);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(
                StatusCodes.Status200OK,
                typeof(IReadOnlyList<TView>),
                ["application/json"]
            )
        );
        builder.Metadata.Add(new ListMarker());
    }
}

/// <summary>On a route that answers a list; its document says so.</summary>
internal sealed record ListMarker;
