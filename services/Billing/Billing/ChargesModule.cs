using Billing.Features.Charges;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;

namespace Billing;

/// <summary>What third parties charge (features.md V5): told by Vas over gRPC, billed by the bill run.</summary>
internal static class ChargesModule
{
    public static void AddCharges(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<PostCharges>();
        builder.Services.AddScoped<ReverseCharge>();
    }

    public static void MapCharges(this WebApplication app) =>
        app.MapGrpcService<ChargesService>().RequireRoles(Roles.Service);
}
