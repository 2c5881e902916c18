import type { NodeComponent } from "../node";
import { Badge } from "./Badge";
import { Basic, Box, Col, Row } from "./Box";
import { Card } from "./Card";
import { Divider } from "./Divider";
import { Image } from "./Image";
import { ListView, ListViewItem } from "./List";
import { NodeIcon } from "./NodeIcon";
import { NodeMarkdown } from "./NodeMarkdown";
import { Spacer } from "./Spacer";
import { LooseCell, LooseRow, Table } from "./Table";
import { Caption, Text, Title } from "./Text";
import { Transition } from "./Transition";

/** The view of each node that shows something or arranges what does, by its type. */
export const CONTENT: Readonly<Record<string, NodeComponent>> = {
  Badge,
  Basic,
  Box,
  Caption,
  Card,
  Col,
  Divider,
  Icon: NodeIcon,
  Image,
  ListView,
  ListViewItem,
  Markdown: NodeMarkdown,
  Row,
  Spacer,
  Table,
  "Table.Cell": LooseCell,
  "Table.Row": LooseRow,
  Text,
  Title,
  Transition,
};
