using System.Collections.Generic;
using System.Globalization;
using System.Reflection;
using System.Threading.Tasks;
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
        await response.WriteAsJsonAsync(page, httpContext.RequestAborted);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(
                StatusCodes.Status200OK,
                typeof(IReadOnlyList<TView>),
                ["application/json"]
            )
        );
}
