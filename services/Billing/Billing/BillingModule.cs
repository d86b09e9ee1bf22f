using System;
using System.Linq;
using ApiConventions;
using ApiConventions.OpenApi;
using ApiConventions.Resources;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Data;
using ServiceDefaults.Messaging;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;

namespace Billing;

/// <summary>Everything Billing offers and hears, listed once: accounts here, each further area in its own module.</summary>
internal static class BillingModule
{
    public static WebApplicationBuilder AddBilling(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<BillingDb>(migrationsOf: typeof(Conventions));
        builder.AddWriteConventions();
        builder.AddApiDocument(
            "billing",
            "Holds accounts and tariffs, rates usage, bills each month, takes payments and brings suspended lines back."
        );
        builder.AddPolicies(BillingPolicies.Keys);
        builder.AddMessaging(
            publishes:
            [
                typeof(ContactChanged),
                typeof(BillingPolicyChanged),
                .. TariffsModule.Publishes,
                .. UsageModule.Publishes,
                .. BillsModule.Publishes,
                .. PaymentsModule.Publishes,
                .. CompensationsModule.Publishes,
                .. CreditModule.Publishes,
            ],
            consumers: bus =>
            {
                bus.AddPolicyConsumer<BillingPolicyChanged>();
                bus.AddTariffsConsumers();
                bus.AddUsageConsumers();
                bus.AddBillsConsumers();
                bus.AddPaymentsConsumers();
                bus.AddCompensationsConsumers();
            }
        );
        builder.AddTariffs();
        builder.AddUsage();
        builder.AddBills();
        builder.AddPayments();
        builder.AddCompensations();
        builder.AddCredit();
        builder.AddCharges();
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<AwayIsUnavailable>());
        builder.Services.AddValidation();
        return builder;
    }

    public static WebApplication MapBilling(this WebApplication app)
    {
        var accounts = app.MapGroup("/api/billing/v1/accounts").WithResourceConventions(VersionOf);
        ListAccounts.Map(accounts);
        GetAccount.Map(accounts);
        ChangeContact.Map(accounts);

        app.MapGrpcService<AccountLookupService>()
            .RequireRoles([Roles.Customer, Roles.Channel, Roles.Service, .. BillingRoles.Staff]);
        app.MapGroup("/api/billing/v1").WithResourceConventions().MapPolicies();
        app.MapTariffs();
        app.MapUsage();
        app.MapBills();
        app.MapPayments();
        app.MapCompensations();
        app.MapCredit();
        app.MapCharges();
        app.MapParkedEvents("billing");
        app.MapApiDocument();
        return app;
    }

    private static IQueryable<long> VersionOf(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<BillingDb>()
            .Accounts.VisibleTo(services.GetRequiredService<Caller>())
            .Where(account => account.Id == id)
            .Select(account => account.Version);
}
