using System;
using System.Collections.Generic;
using System.Linq;
using ApiConventions.Resources;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Features.Payments;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;

namespace Billing;

/// <summary>Payments, at the desk and by hosted checkout, and what they settle (features.md B9).</summary>
internal static class PaymentsModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [typeof(PaymentReceived), typeof(BillPaid)];

    public static void AddPayments(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new OperatorCurrency(builder.Configuration["Operator:Currency"] ?? "CNY"));
        builder.Services.Configure<CheckoutOptions>(builder.Configuration.GetSection("Checkout"));
        builder.Services.AddSingleton<CheckoutSignature>();
        builder.Services.AddSingleton<CheckoutSlots>();
        builder.Services.AddHttpClient<CheckoutProvider>(http =>
        {
            http.BaseAddress = builder.Configuration["services:simulators:http:0"] is { } address ? new(address) : null;
            http.Timeout = CheckoutProvider.Timeout;
        });
        builder.Services.AddHostedService<AskAboutSilentCheckouts>();
    }

    public static void AddPaymentsConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<ApplyBalanceWhenBillIssued>();

    public static void MapPayments(this WebApplication app)
    {
        var payments = app.MapGroup(PaymentView.Root).WithResourceConventions(VersionOfPayment);
        TakePayment.Map(payments);
        ListPayments.Map(payments);
        GetPayment.Map(payments);

        var checkouts = app.MapGroup(CheckoutView.Root).WithResourceConventions();
        StartCheckout.Map(checkouts);
        GetCheckout.Map(checkouts);
        HearCheckoutNotification.Map(app);

        GetBalance.Map(app.MapGroup("/api/billing/v1/accounts").WithResourceConventions());
        ListPaymentIncidents.Map(app.MapGroup("/api/billing/v1").WithResourceConventions());
    }

    private static IQueryable<long> VersionOfPayment(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<BillingDb>()
            .Payments.VisibleTo(services.GetRequiredService<Caller>())
            .Where(payment => payment.Id == id)
            .Select(payment => payment.Version);
}
