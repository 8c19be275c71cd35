/** Writes tables as Parquet files: columns, pages, row groups, the footer. */
package io.vnetflowroutes.parquet;
