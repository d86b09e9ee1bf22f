using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiConventions.Resources;

/// <summary>Applies <c>fields</c> to the answer of a single resource; lists do it themselves.</summary>
internal sealed class SelectFields : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var answered = result is INestedHttpResult nested ? nested.Result : result;
        if (
            Fields.Asked(context.HttpContext) is not { } fields
            || answered is not IValueHttpResult { Value: { } resource }
            || answered is IStatusCodeHttpResult { StatusCode: not StatusCodes.Status200OK }
        )
        {
            return result;
        }

        return TypedResults.Ok(Fields.Select(resource, fields, JsonOf(context.HttpContext)));
    }

    internal static JsonSerializerOptions JsonOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
}
