using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ApiConventions.Writes;

/// <summary>
/// A sweep or a colleague changed the resource between this request's read and its save. A client that named no version
/// does not care which of the two came first, so the use case reads and decides once more; one that sent
/// <c>If-Match</c> is told 412.
/// </summary>
internal sealed class DecideAgain : IEndpointFilter
{
    private const int Tries = 3;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var mayDecideAgain = !HttpMethods.IsGet(request.Method) && request.Headers.IfMatch.Count == 0;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await next(context);
            }
            catch (DbUpdateConcurrencyException) when (mayDecideAgain && tries < Tries)
            {
                // Nothing was saved: the use case's own transaction is gone, and in that of a kept answer EF Core went
                // back to before the save by itself.
                context.HttpContext.RequestServices.GetRequiredService<DbContext>().ChangeTracker.Clear();
            }
        }
    }
}
