using ApiConventions;
using ApiConventions.OpenApi;
using Loyalty.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Data;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;

namespace Loyalty;

/// <summary>Everything Loyalty offers, hears and does by itself, listed once.</summary>
internal static class LoyaltyModule
{
    public static WebApplicationBuilder AddLoyalty(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<LoyaltyDb>(migrationsOf: typeof(Conventions));
        builder.AddWriteConventions();
        builder.AddApiDocument("loyalty", "Keeps each customer's points, lots and tier, and what they were spent on.");
        builder.AddMessaging(publishes: [], consumers: _ => { });
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<AwayIsUnavailable>());
        builder.Services.AddValidation();
        return builder;
    }

    public static WebApplication MapLoyalty(this WebApplication app)
    {
        app.MapParkedEvents("loyalty");
        app.MapApiDocument();
        return app;
    }
}
