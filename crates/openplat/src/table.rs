//! Tables for people.

use std::fmt;

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ContentLineStyle, LineStyle};

use crate::terminal::clean;

/// A table without borders; wide characters count twice, cells are cleaned for the terminal.
pub(crate) struct Table {
    inner: comfy_table::Table,
    alignments: Vec<CellAlignment>,
}

/// A column: its title, and the side that its cells stand on.
pub(crate) enum Column {
    Left(&'static str),
    Right(&'static str),
}

impl Table {
    pub(crate) fn new(columns: &[Column]) -> Self {
        let alignments: Vec<CellAlignment> = columns
            .iter()
            .map(|column| match column {
                Column::Left(_) => CellAlignment::Left,
                Column::Right(_) => CellAlignment::Right,
            })
            .collect();
        let titles = columns.iter().map(|column| match column {
            Column::Left(title) | Column::Right(title) => *title,
        });
        let mut table = Self::without_titles(alignments);
        table.inner.set_header(cells(titles, &table.alignments));
        table
    }

    /// A table of names and values, without titles.
    pub(crate) fn pairs<T: AsRef<str>>(rows: impl IntoIterator<Item = [T; 2]>) -> Self {
        let mut table = Self::without_titles(vec![CellAlignment::Left; 2]);
        for row in rows {
            table.row(row);
        }
        table
    }

    fn without_titles(alignments: Vec<CellAlignment>) -> Self {
        let line = LineStyle::none().fill('-').junction(' ');
        let gap = ContentLineStyle::none().junction(' ');
        let mut inner = comfy_table::Table::new();
        inner.load_style(
            NOTHING
                .header_lines(gap)
                .header_separator(line)
                .content_lines(gap),
        );
        Self { inner, alignments }
    }

    pub(crate) fn row<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        self.inner.add_row(cells(texts, &self.alignments));
        for column in self.inner.column_iter_mut() {
            column.set_padding((0, 1));
        }
    }
}

fn cells<T: AsRef<str>>(
    texts: impl IntoIterator<Item = T>,
    alignments: &[CellAlignment],
) -> Vec<Cell> {
    texts
        .into_iter()
        .zip(alignments)
        .map(|(text, alignment)| Cell::new(clean(text.as_ref())).set_alignment(*alignment))
        .collect()
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.trim_fmt())
    }
}
