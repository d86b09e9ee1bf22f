using ApiConventions;
using ApiConventions.OpenApi;
using ApiConventions.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Data;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Features;

namespace Vas;

/// <summary>Everything Vas offers and hears, listed once: what all areas share here, each area in its own module.</summary>
internal static class VasModule
{
    public static WebApplicationBuilder AddVas(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<VasDb>(migrationsOf: typeof(Conventions));
        builder.AddWriteConventions();
        builder.AddApiDocument(
            "vas",
            "Registers service providers, subscribes nobody without a confirmed consent, settles with each provider by month, and tells it so."
        );
        builder.AddPolicies(VasPolicies.Keys);
        builder.AddMessaging(
            publishes:
            [
                typeof(VasPolicyChanged),
                .. ProvidersModule.Publishes,
                .. SubscriptionsModule.Publishes,
                .. SettlementModule.Publishes,
                .. PartnersModule.Publishes,
            ],
            consumers: bus =>
            {
                bus.AddPolicyConsumer<VasPolicyChanged>();
                bus.AddProvidersConsumers();
                bus.AddSubscriptionsConsumers();
                bus.AddSettlementConsumers();
                bus.AddPartnersConsumers();
            }
        );
        builder.AddProviders();
        builder.AddSubscriptions();
        builder.AddSettlement();
        builder.AddPartners();
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<AwayIsUnavailable>());
        builder.Services.AddValidation();
        return builder;
    }

    public static WebApplication MapVas(this WebApplication app)
    {
        app.MapGroup("/api/vas/v1").WithResourceConventions().MapPolicies();
        app.MapProviders();
        app.MapSubscriptions();
        app.MapSettlement();
        app.MapPartners();
        app.MapParkedEvents("vas");
        app.MapApiDocument();
        return app;
    }
}
