using System;
using System.Collections.Generic;
using System.Linq;
using ApiConventions.Resources;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Documents;
using Billing.Domain.Bills;
using Billing.Features.Bills;
using Billing.Features.Ledger;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;

namespace Billing;

/// <summary>Ledger, bill runs and bills (features.md B7, B15).</summary>
internal static class BillsModule
{
    /// <summary>The events of this area.</summary>
    public static IReadOnlyList<Type> Publishes { get; } = [typeof(BillIssued), typeof(BillReversed)];

    public static void AddBills(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<BillDuePortions>();
        builder.Services.AddHostedService<TellOfBills>();
        builder.Services.AddSingleton<PdfPrinter>();
    }

    public static void AddBillsConsumers(this IBusRegistrationConfigurator bus)
    {
        _ = bus;
    }

    public static void MapBills(this WebApplication app)
    {
        var ledger = app.MapGroup("/api/billing/v1").WithResourceConventions();
        GetTrialBalance.Map(ledger);
        ListLedgerEntries.Map(ledger);
        GetLedgerEntry.Map(ledger);

        var runs = app.MapGroup(BillRunView.Root).WithResourceConventions();
        StartBillRun.Map(runs);
        ListBillRuns.Map(runs);
        GetBillRun.Map(runs);

        var bills = app.MapGroup(CustomerBillView.Root).WithResourceConventions(VersionOfBill);
        ListCustomerBills.Map(bills);
        GetCustomerBill.Map(bills);
        PatchCustomerBill.Map(bills);
        var rates = app.MapGroup(AppliedBillingRateView.Root).WithResourceConventions();
        ListAppliedBillingRates.Map(rates);
        GetAppliedBillingRate.Map(rates);

        var actions = app.MapGroup("/api/billing/v1/bills").WithResourceConventions(VersionOfBill);
        ShowBillPage.Map(actions);
        DownloadBillDocument.Map(actions);
        RequestBillReversal.Map(actions);
        BillAgain.Map(actions);
        var reversals = app.MapGroup(BillReversalView.Root).WithResourceConventions(VersionOfReversal);
        ListBillReversals.Map(reversals);
        GetBillReversal.Map(reversals);
        ApproveBillReversal.Map(reversals);
        RejectBillReversal.Map(reversals);
    }

    private static IQueryable<long> VersionOfBill(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<BillingDb>()
            .Bills.VisibleTo(services.GetRequiredService<Caller>())
            .Where(bill => bill.Id == id)
            .Select(bill => bill.Version);

    private static IQueryable<long> VersionOfReversal(IServiceProvider services, Guid id) =>
        services
            .GetRequiredService<BillingDb>()
            .Set<BillReversal>()
            .Where(reversal => reversal.Id == id)
            .Select(reversal => reversal.Version);
}
